package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Payloads}.
 */
class PayloadsTests {

	@Test
	void textIsText() {
		assertThat(Payloads.text("21,5 °C\n".getBytes(StandardCharsets.UTF_8), false)).isEqualTo("21,5 °C\n");
		assertThat(Payloads.text(new byte[0], false)).isEmpty();
	}

	@Test
	void otherBytesAreNoText() {
		assertThat(Payloads.text(new byte[] { (byte) 0xFF, 1 }, false)).isNull();
		assertThat(Payloads.text(new byte[] { 'a', 0 }, false)).isNull();
	}

	@Test
	void characterThatIsCutDoesNotMakeTextBinary() {
		byte[] bytes = "a😀".getBytes(StandardCharsets.UTF_8);
		for (int length = 1; length < bytes.length; length++) {
			assertThat(Payloads.text(Arrays.copyOf(bytes, length), true)).isEqualTo("a");
			assertThat(Payloads.text(Arrays.copyOf(bytes, length), false)).isEqualTo((length == 1) ? "a" : null);
		}
	}

	@Test
	void previewIsOneShortLine() {
		assertThat(Payloads.preview("a\nb\tc".getBytes(StandardCharsets.UTF_8)).text()).isEqualTo("a b c");
		assertThat(Payloads.preview("x".repeat(1000).getBytes(StandardCharsets.UTF_8)).text())
			.hasSize(Payloads.PREVIEW_LENGTH);
		assertThat(Payloads.preview("°".repeat(1000).getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(new Payloads.Preview("°".repeat(Payloads.PREVIEW_LENGTH), false));
		String halved = "x".repeat(Payloads.PREVIEW_LENGTH - 1) + "😀";
		assertThat(Payloads.preview(halved.getBytes(StandardCharsets.UTF_8)).text())
			.isEqualTo("x".repeat(Payloads.PREVIEW_LENGTH - 1));
	}

	@Test
	void previewOfBinaryPayloadHasDigits() {
		assertThat(Payloads.preview(new byte[] { (byte) 0xCA, (byte) 0xFE }))
			.isEqualTo(new Payloads.Preview("cafe", true));
		assertThat(Payloads.preview(new byte[1000]).text()).hasSize(Payloads.PREVIEW_LENGTH);
	}

}
