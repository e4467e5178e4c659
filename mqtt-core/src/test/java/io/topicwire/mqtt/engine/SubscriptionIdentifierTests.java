package io.topicwire.mqtt.engine;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubscriptionIdentifier}.
 */
class SubscriptionIdentifierTests {

	private static final int PLANTS = 39_834_989;

	@ParameterizedTest
	@ValueSource(strings = { "a", "#", "plants/+/state", "$share/g/plants/#", "größe" })
	void identifierFollowsFromTheFilterAndIsInRange(String filter) {
		int identifier = SubscriptionIdentifier.of(filter, (candidate) -> false);
		assertThat(identifier).isBetween(1, 268_435_455);
		assertThat(SubscriptionIdentifier.of(filter, (candidate) -> false)).isEqualTo(identifier);
	}

	@Test
	void identifierIsTheSameInEveryProcess() {
		// What brokers have stored must not lose its meaning with another version
		assertThat(SubscriptionIdentifier.of("plants/#", (candidate) -> false)).isEqualTo(PLANTS);
	}

	@Test
	void identifierOfAnotherFilterIsPassedOver() {
		Set<Integer> taken = Set.of(PLANTS, PLANTS + 1);
		assertThat(SubscriptionIdentifier.of("plants/#", taken::contains)).isEqualTo(PLANTS + 2);
	}

}
