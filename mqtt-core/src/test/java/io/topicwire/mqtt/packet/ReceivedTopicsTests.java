package io.topicwire.mqtt.packet;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReceivedTopics}.
 */
class ReceivedTopicsTests {

	private final ReceivedTopics topics = new ReceivedTopics();

	@ParameterizedTest
	@ValueSource(strings = { "a", "plants/7", "plants/7/machines/\u00F6l/temperature", "\uD83D\uDE00" })
	void topicThatComesAgainIsTheSameString(String topic) {
		assertThat(read(topic)).isEqualTo(topic);
		String second = read(topic);
		assertThat(second).isEqualTo(topic);
		assertThat(read(topic)).isSameAs(second);
		assertThat(read(topic)).isSameAs(second);
	}

	@Test
	void topicThatComesOnceIsNotRemembered() {
		assertThat(read("a")).isEqualTo("a");
		assertThat(this.topics.remembered()).isZero();
	}

	@Test
	void longTopicIsNotRemembered() {
		String longest = "a".repeat(ReceivedTopics.MAX_LENGTH);
		for (int i = 0; i < 3; i++) {
			assertThat(read(longest + "a")).isEqualTo(longest + "a");
		}
		assertThat(this.topics.remembered()).isZero();
		for (int i = 0; i < 3; i++) {
			assertThat(read(longest)).isEqualTo(longest);
		}
		assertThat(this.topics.remembered()).isEqualTo(1);
	}

	@Test
	void manyTopicsAreToldApartAndFewRemembered() {
		Random random = new Random(7);
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < 100_000; i++) {
			// Differ in length, and in each of their characters
			String topic = "x".repeat(random.nextInt(12)) + random.nextInt(100) + "/".repeat(random.nextInt(20));
			assertThat(read(topic)).isEqualTo(topic);
			assertThat(read(topic)).isEqualTo(topic);
			seen.add(topic);
		}
		assertThat(seen.size()).isGreaterThan(10 * ReceivedTopics.PLACES);
		assertThat(this.topics.remembered()).isEqualTo(ReceivedTopics.PLACES);
	}

	@Test
	void badTopicIsRefusedHoweverOftenItComes() {
		for (int i = 0; i < 3; i++) {
			assertRefused("a/+".getBytes(StandardCharsets.UTF_8));
			assertRefused(new byte[] { 'a', 0 });
			assertRefused(new byte[] { 'a', (byte) 0x80 });
			assertRefused("12345678\0".getBytes(StandardCharsets.UTF_8));
			assertRefused("1234567\u0000".getBytes(StandardCharsets.UTF_8));
		}
		assertThat(this.topics.remembered()).isZero();
	}

	private void assertRefused(byte[] bytes) {
		assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> read(bytes))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("topic"));
	}

	private String read(String topic) {
		return read(topic.getBytes(StandardCharsets.UTF_8));
	}

	private String read(byte[] bytes) {
		byte[] source = new byte[3 + bytes.length + 1];
		source[2] = (byte) bytes.length;
		System.arraycopy(bytes, 0, source, 3, bytes.length);
		ByteReader reader = new ByteReader();
		reader.begin(PacketType.PUBLISH, source, 1, source.length);
		String topic = this.topics.read(reader);
		assertThat(reader.remaining()).isEqualTo(1);
		return topic;
	}

}
