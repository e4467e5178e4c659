package io.topicwire.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MessageProperties}.
 */
class MessagePropertiesTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(longs = { 0, 1, 4_294_967_295L })
	void messageExpiryIntervalInRangeIsAccepted(@Nullable Long interval) {
		assertThat(MessageProperties.NONE.messageExpiryInterval(interval).messageExpiryInterval()).isEqualTo(interval);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE })
	void messageExpiryIntervalOutOfRangeIsRefused(long interval) {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageProperties.NONE.messageExpiryInterval(interval))
			.withMessage("Message expiry interval must be from 0 to 4294967295 seconds but was " + interval);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MqttMessage.empty("a").messageExpiry(Duration.ofSeconds(interval)));
	}

	@Test
	void listsAreCopied() {
		List<UserProperty> userProperties = new ArrayList<>(List.of(new UserProperty("name", "value")));
		List<Integer> identifiers = new ArrayList<>(List.of(1));
		MessageProperties properties = new MessageProperties(false, null, null, null, null, userProperties,
				identifiers);
		userProperties.clear();
		identifiers.clear();
		assertThat(properties.userProperties()).hasSize(1);
		assertThat(properties.subscriptionIdentifiers()).containsExactly(1);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> properties.userProperties().clear());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> properties.subscriptionIdentifiers().clear());
	}

	@Test
	void toStringDoesNotShowTheCorrelationData() {
		assertThat(MessageProperties.NONE.correlationData(new byte[] { 115, 101 }).toString())
			.doesNotContain("115, 101");
	}

}
