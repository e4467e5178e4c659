package io.topicwire.mqtt.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf8}.
 */
class Utf8Tests {

	@Test
	@Tag("5.0:MQTT-1.5.4-1")
	@Tag("3.1.1:MQTT-1.5.3-1")
	void everyCodePointIsEncodedAsTheJdkDoes() {
		for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
			if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
				verify(Character.toString(codePoint));
			}
		}
	}

	private void verify(String value) {
		byte[] expected = value.getBytes(StandardCharsets.UTF_8);
		byte[] encoded = new byte[expected.length];
		Utf8.encode(value, encoded, 0);
		if (Utf8.problemOf(value) != null || Utf8.encodedLength(value) != expected.length
				|| !Arrays.equals(encoded, expected) || Utf8.problemOf(expected, 0, expected.length) != null
				|| !Utf8.decode(expected, 0, expected.length).equals(value)) {
			throw new AssertionError("U+%X".formatted(value.codePointAt(0)));
		}
	}

	@Test
	@Tag("5.0:MQTT-1.5.4-1")
	@Tag("3.1.1:MQTT-1.5.3-1")
	void everyShortSequenceIsRefusedWhenTheJdkWouldReplaceIt() {
		byte[] bytes = new byte[3];
		for (int i = 0; i < 1 << 24; i++) {
			bytes[0] = (byte) (i >> 16);
			bytes[1] = (byte) (i >> 8);
			bytes[2] = (byte) i;
			// ASCII in front says nothing new
			if (bytes[0] < 0) {
				String decoded = new String(bytes, StandardCharsets.UTF_8);
				boolean replaced = decoded.indexOf(0xFFFD) >= 0 && i != 0xEFBFBD;
				boolean refused = replaced || decoded.indexOf(0) >= 0;
				if ((Utf8.problemOf(bytes, 0, 3) != null) != refused) {
					throw new AssertionError("%06X".formatted(i));
				}
			}
		}
	}

	@Test
	void unpairedSurrogatesAreFoundWhereverTheyStand() {
		assertThat(Utf8.problemOf("\uD83D")).isEqualTo("must not contain an unpaired surrogate but has one at index 0");
		assertThat(Utf8.problemOf("a\uDE00b")).endsWith("at index 1");
		assertThat(Utf8.problemOf("\uD83Da")).endsWith("at index 0");
		assertThat(Utf8.problemOf("\uDE00\uD83D")).endsWith("at index 0");
		assertThat(Utf8.problemOf("\uD83D\uDE00\uD83D")).endsWith("at index 2");
		assertThat(Utf8.problemOf("\uD83D\uDE00")).isNull();
	}

	@Test
	void lengthIsCountedInBytes() {
		assertThat(Utf8.problemOf("a".repeat(65535))).isNull();
		assertThat(Utf8.problemOf("a".repeat(65536))).isEqualTo("must have at most 65535 bytes in UTF-8 but has 65536");
		assertThat(Utf8.problemOf("\u20AC".repeat(21845))).isNull();
		assertThat(Utf8.problemOf("\u20AC".repeat(21845) + "a")).endsWith("but has 65536");
	}

}
