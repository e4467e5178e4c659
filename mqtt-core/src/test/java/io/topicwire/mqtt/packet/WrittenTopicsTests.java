package io.topicwire.mqtt.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WrittenTopics}.
 */
class WrittenTopicsTests {

	private final WrittenTopics topics = new WrittenTopics();

	private final ByteWriter writer = new ByteWriter();

	@Test
	void manyTopicsAreToldApartAndFewRemembered() {
		Random random = new Random(7);
		for (int i = 0; i < 100_000; i++) {
			String topic = "x".repeat(random.nextInt(12)) + random.nextInt(100) + "\u00F6".repeat(random.nextInt(20));
			for (int j = 0; j < 3; j++) {
				assertWritten(topic);
			}
		}
		assertThat(this.topics.remembered()).isEqualTo(WrittenTopics.PLACES);
	}

	@Test
	void topicsWithTheSameHashAreToldApart() {
		assertThat("Aa/7").hasSameHashCodeAs("BB/7");
		for (int i = 0; i < 3; i++) {
			assertWritten("Aa/7");
			assertWritten("BB/7");
		}
	}

	@Test
	void topicThatIsWrittenOnceIsNotRemembered() {
		assertWritten("a");
		assertThat(this.topics.remembered()).isZero();
	}

	@Test
	void longTopicIsNotRemembered() {
		String longest = "a".repeat(WrittenTopics.MAX_LENGTH);
		for (int i = 0; i < 3; i++) {
			assertWritten(longest + "a");
		}
		assertThat(this.topics.remembered()).isZero();
		for (int i = 0; i < 3; i++) {
			assertWritten(longest);
		}
		assertThat(this.topics.remembered()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "+", "a/#", "a\0", "\uD83D" })
	void badTopicIsRefusedHoweverOftenItComes(String topic) {
		for (int i = 0; i < 3; i++) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.topics.write(this.writer, topic));
		}
		assertThat(this.topics.remembered()).isZero();
	}

	private void assertWritten(String topic) {
		this.writer.clear();
		this.topics.write(this.writer, topic);
		byte[] bytes = topic.getBytes(StandardCharsets.UTF_8);
		byte[] written = Arrays.copyOf(this.writer.array(), this.writer.position());
		assertThat(written).hasSize(2 + bytes.length).startsWith(bytes.length >> 8, bytes.length).endsWith(bytes);
	}

}
