package io.topicwire.mqtt.engine;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageExpiry}.
 */
class MessageExpiryTests {

	private static final MqttMessage MESSAGE = MqttMessage.of("a", "x");

	@Test
	void messageWithoutIntervalLivesForEver() {
		assertThat(MessageExpiry.lifetime(MESSAGE)).isNull();
		assertThat(MessageExpiry.remaining(MESSAGE, Long.MAX_VALUE)).isSameAs(MESSAGE);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "2, 2", "4294967295, 4294967295" })
	void lifetimeIsTheIntervalButAtLeastTheSecondThatHasBegun(long interval, long seconds) {
		assertThat(MessageExpiry.lifetime(message(interval))).isEqualTo(Duration.ofSeconds(seconds).toNanos());
	}

	@ParameterizedTest
	@CsvSource({ "10, 0, 10", "10, 999, 10", "10, 1000, 9", "10, 1999, 9", "10, 9000, 1", "10, 9999, 1", "10, 10000, 1",
			"10, 12000, 1", "1, 500, 1", "1, 5000, 1", "0, 0, 0", "0, 5000, 0", "4294967295, 3000, 4294967292" })
	void whatIsLeftIsNeverNothingAndNeverMoreThanAskedFor(long interval, long elapsedMillis, long expected) {
		MqttMessage remaining = MessageExpiry.remaining(message(interval), Duration.ofMillis(elapsedMillis).toNanos());
		assertThat(remaining.properties().messageExpiryInterval()).isEqualTo(expected);
	}

	@Test
	void messageStaysAsItIsInItsFirstSecond() {
		MqttMessage message = message(10);
		assertThat(MessageExpiry.remaining(message, Duration.ofMillis(999).toNanos())).isSameAs(message);
	}

	private static MqttMessage message(long interval) {
		return MESSAGE.messageExpiry(Duration.ofSeconds(interval));
	}

}
