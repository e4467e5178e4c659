package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.auth.MqttAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backoff}.
 */
class BackoffTests {

	private static final MqttException LOST = new MqttConnectionException("lost");

	private double random = 0.5;

	@Test
	void delayGrowsUpToItsMaximum() {
		Backoff backoff = backoff(policy(Long.MAX_VALUE, 3, 10), false);
		assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ofMillis(500));
		assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ofMillis(1500));
		assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ofMillis(4500));
		assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ofMillis(5000));
		for (int i = 0; i < 10_000; i++) {
			assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ofMillis(5000));
		}
	}

	@Test
	void delayIsRandomFromZeroToItsBound() {
		Backoff backoff = backoff(policy(Long.MAX_VALUE, 1, 10), false);
		this.random = 0;
		assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ZERO);
		this.random = 0.999;
		assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ofMillis(999));
	}

	@Test
	void manyClientsSpreadEvenlyOverEveryDelay() {
		Random random = new Random(42);
		List<Backoff> backoffs = Stream
			.generate(() -> new Backoff(ReconnectPolicy.DEFAULT, false, true, random::nextDouble))
			.limit(1_000)
			.toList();
		for (int retry = 0; retry < 10; retry++) {
			double bound = Math.min(60, Math.pow(2, retry));
			int[] tenths = new int[10];
			for (Backoff backoff : backoffs) {
				tenths[(int) (backoff.next(LOST, false).toNanos() / bound / 1e8)]++;
			}
			// 100 each on average, with a standard deviation of less than 10
			assertThat(tenths).as("retry %d", retry)
				.satisfies((counts) -> assertThat(IntStream.of(counts)).allMatch((count) -> count > 60 && count < 140));
		}
	}

	@Test
	void delayStartsAnewAfterReset() {
		Backoff backoff = backoff(policy(2, 2, 10), false);
		backoff.next(LOST, false);
		backoff.next(LOST, false);
		assertThat(backoff.next(LOST, false)).isNull();
		backoff.reset();
		assertThat(backoff.next(LOST, false)).isEqualTo(Duration.ofMillis(500));
	}

	@Test
	void noAttemptFollowsTheLastRetry() {
		assertThat(backoff(policy(0, 2, 10), false).next(LOST, false)).isNull();
	}

	@Test
	void firstConnectIsRetriedOnlyIfThePolicySaysSo() {
		Backoff backoff = backoff(ReconnectPolicy.DEFAULT, false);
		assertThat(backoff.isEnabled(true)).isFalse();
		assertThat(backoff.isEnabled(false)).isTrue();
		assertThat(backoff.next(LOST, true)).isNull();
		Backoff patient = backoff(ReconnectPolicy.DEFAULT.firstConnect(true), false);
		assertThat(patient.isEnabled(true)).isTrue();
		assertThat(patient.next(LOST, true)).isNotNull();
	}

	@Test
	void nothingIsRetriedIfThePolicyIsNever() {
		Backoff backoff = backoff(ReconnectPolicy.NEVER.firstConnect(true), false);
		assertThat(backoff.isEnabled(true)).isFalse();
		assertThat(backoff.isEnabled(false)).isFalse();
		assertThat(backoff.next(LOST, false)).isNull();
	}

	@ParameterizedTest
	@EnumSource(ReasonCode.class)
	void reasonCodeDecidesWhetherThereIsAnotherAttempt(ReasonCode reasonCode) {
		boolean stop = reasonCode.reconnect() == ReasonCode.Reconnect.STOP;
		Backoff backoff = backoff(ReconnectPolicy.DEFAULT, false);
		assertThat(backoff.next(new MqttConnectRefusedException(reasonCode, "refused"), false) == null).isEqualTo(stop);
		assertThat(backoff.next(new MqttDisconnectedException(reasonCode, "ended"), false) == null).isEqualTo(stop);
	}

	@ParameterizedTest
	@EnumSource(names = { "BAD_USER_NAME_OR_PASSWORD", "NOT_AUTHORIZED" })
	void otherCredentialsAreTriedIfThereMayBeOthers(ReasonCode reasonCode) {
		MqttException refused = new MqttConnectRefusedException(reasonCode, "refused");
		assertThat(backoff(ReconnectPolicy.DEFAULT, false).next(refused, false)).isNull();
		assertThat(backoff(ReconnectPolicy.DEFAULT, true).next(refused, false)).isNotNull();
	}

	@Test
	void otherCredentialsDoNotHelpAgainstOtherReasons() {
		MqttException refused = new MqttConnectRefusedException(ReasonCode.BANNED, "refused");
		assertThat(backoff(ReconnectPolicy.DEFAULT, true).next(refused, false)).isNull();
	}

	@Test
	void takeoverIsFinalOnlyIfThePolicySaysSo() {
		MqttException takenOver = new MqttDisconnectedException(ReasonCode.SESSION_TAKEN_OVER, "ended");
		assertThat(backoff(ReconnectPolicy.DEFAULT, false).next(takenOver, false)).isNotNull();
		assertThat(backoff(ReconnectPolicy.DEFAULT.retryTakeover(false), true).next(takenOver, false)).isNull();
	}

	@Test
	void brokerThatIsNotAuthenticIsNotTriedAgain() {
		MqttException refused = new MqttAuthenticationException("not authentic");
		assertThat(backoff(ReconnectPolicy.DEFAULT, true).next(refused, false)).isNull();
	}

	@ParameterizedTest
	@EnumSource(
			names = { "MESSAGE_RATE_TOO_HIGH", "QUOTA_EXCEEDED", "ADMINISTRATIVE_ACTION", "CONNECTION_RATE_EXCEEDED" })
	void brokerThatWantsPeaceGetsIt(ReasonCode reasonCode) {
		MqttException failure = new MqttDisconnectedException(reasonCode, "ended");
		Backoff backoff = backoff(policy(2, 2, 10), false);
		this.random = 0;
		assertThat(backoff.next(failure, false)).isEqualTo(Duration.ofSeconds(5));
		this.random = 0.999;
		assertThat(backoff.next(failure, false)).isEqualTo(Duration.ofMillis(9995));
		assertThat(backoff.next(failure, false)).isNull();
		assertThat(backoff.mayHurry(failure)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "RECEIVE_MAXIMUM_EXCEEDED", "TOPIC_ALIAS_INVALID" })
	void clientThatBreaksALimitAgainAndAgainGivesUp(ReasonCode reasonCode) {
		MqttException failure = new MqttDisconnectedException(reasonCode, "ended");
		Backoff backoff = backoff(ReconnectPolicy.DEFAULT, false);
		assertThat(backoff.mayHurry(failure)).isFalse();
		assertThat(backoff.next(failure, false)).isNotNull();
		assertThat(backoff.next(failure, false)).isNotNull();
		assertThat(backoff.next(failure, false)).isNull();
		assertThat(backoff.farewell(failure, false)).contains("will not change by itself");
		backoff.reset();
		assertThat(backoff.next(failure, false)).isNotNull();
	}

	@Test
	void anotherServerIsNotTriedAtOnceIfTheClientItselfMayBeTheReason() {
		Backoff backoff = backoff(ReconnectPolicy.DEFAULT, false);
		assertThat(backoff.mayHurry(LOST)).isTrue();
		assertThat(backoff.mayHurry(new MqttDisconnectedException(ReasonCode.SERVER_SHUTTING_DOWN, ""))).isTrue();
		assertThat(backoff.mayHurry(new MqttDisconnectedException(ReasonCode.USE_ANOTHER_SERVER, ""))).isTrue();
		assertThat(backoff.mayHurry(new MqttDisconnectedException(ReasonCode.SESSION_TAKEN_OVER, ""))).isFalse();
		assertThat(backoff.mayHurry(new MqttDisconnectedException(ReasonCode.NOT_AUTHORIZED, ""))).isFalse();
	}

	@Test
	void serverThatHasMovedIsNotTriedAgainIfThereIsNoOther() {
		MqttException moved = new MqttConnectRefusedException(ReasonCode.SERVER_MOVED, "refused");
		assertThat(backoff(ReconnectPolicy.DEFAULT, false).next(moved, false)).isNotNull();
		assertThat(new Backoff(ReconnectPolicy.DEFAULT, false, true, () -> 0.5).next(moved, false)).isNull();
	}

	@Test
	void farewellSaysWhyAndWhatToDo() {
		assertThat(backoff(ReconnectPolicy.NEVER, false).farewell(LOST, false))
			.isEqualTo("; no further attempt, as the reconnect policy says");
		Backoff backoff = backoff(policy(0, 2, 10), false);
		assertThat(backoff.farewell(LOST, false)).isEqualTo("; no further attempt after 0 in a row, "
				+ "as many as the reconnect policy allows: call connect() to begin anew");
		assertThat(backoff.farewell(new MqttConnectRefusedException(ReasonCode.BANNED, "refused"), false))
			.isEqualTo("; no further attempt, because that will not change by itself: mend it and call connect()");
	}

	private ReconnectPolicy policy(long maxRetries, double multiplier, int maxDelay) {
		return new ReconnectPolicy(true, false, maxRetries, Duration.ofSeconds(1), multiplier,
				Duration.ofSeconds(maxDelay), Duration.ZERO);
	}

	private Backoff backoff(ReconnectPolicy policy, boolean credentialsMayChange) {
		return new Backoff(policy, credentialsMayChange, false, () -> this.random);
	}

}
