package io.topicwire.mqtt;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReconnectPolicy}.
 */
class ReconnectPolicyTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void reconnectsForEverByDefaultButDoesNotRetryTheFirstConnect() {
		assertThat(ReconnectPolicy.DEFAULT).isEqualTo(new ReconnectPolicy(true, false, Long.MAX_VALUE, SECOND, 2,
				Duration.ofSeconds(60), Duration.ofSeconds(30)));
		assertThat(ReconnectPolicy.NEVER.enabled()).isFalse();
	}

	@Test
	void firstConnectChangesNothingElse() {
		assertThat(ReconnectPolicy.DEFAULT.firstConnect(true)).isEqualTo(new ReconnectPolicy(true, true, Long.MAX_VALUE,
				SECOND, 2, Duration.ofSeconds(60), Duration.ofSeconds(30)));
		assertThat(ReconnectPolicy.DEFAULT.firstConnect(true).firstConnect(false)).isEqualTo(ReconnectPolicy.DEFAULT);
	}

	@Test
	void retryTakeoverChangesNothingElse() {
		assertThat(ReconnectPolicy.DEFAULT.retryTakeover()).isTrue();
		ReconnectPolicy policy = ReconnectPolicy.DEFAULT.retryTakeover(false);
		assertThat(policy.retryTakeover()).isFalse();
		assertThat(policy.firstConnect(true).retryTakeover()).isFalse();
		assertThat(policy.retryTakeover(true)).isEqualTo(ReconnectPolicy.DEFAULT);
	}

	@Test
	void smallestValuesAreAccepted() {
		Duration nanosecond = Duration.ofNanos(1);
		ReconnectPolicy policy = new ReconnectPolicy(true, false, 0, nanosecond, 1, nanosecond, Duration.ZERO);
		assertThat(policy.maxDelay()).isEqualTo(nanosecond);
	}

	@Test
	void negativeNumberOfRetriesIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> policy(-1, SECOND, 2, SECOND, SECOND))
			.withMessage("Maximum number of retries must not be negative but was -1");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void delayMustBeMoreThanZero(long millis) {
		assertThatIllegalArgumentException().isThrownBy(() -> policy(1, Duration.ofMillis(millis), 2, SECOND, SECOND))
			.withMessage("Reconnect delay must be more than zero but was " + Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.99, 0, -2, Double.NaN })
	void multiplierMustBeAtLeast1(double multiplier) {
		assertThatIllegalArgumentException().isThrownBy(() -> policy(1, SECOND, multiplier, SECOND, SECOND))
			.withMessage("Reconnect multiplier must be at least 1 but was " + multiplier);
	}

	@Test
	void maximumDelayMustNotBeLessThanTheDelay() {
		assertThatIllegalArgumentException().isThrownBy(() -> policy(1, SECOND, 2, Duration.ofMillis(999), SECOND))
			.withMessage("Maximum reconnect delay must not be less than the delay of PT1S but was PT0.999S");
	}

	@Test
	void stableTimeMustNotBeNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> policy(1, SECOND, 2, SECOND, Duration.ofMillis(-1)))
			.withMessage("Stable time must not be negative but was PT-0.001S");
	}

	private ReconnectPolicy policy(long maxRetries, Duration delay, double multiplier, Duration maxDelay,
			Duration stableAfter) {
		return new ReconnectPolicy(true, false, maxRetries, delay, multiplier, maxDelay, stableAfter);
	}

}
