package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.auth.MqttAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether there is a next attempt to connect, and when.
 */
final class Backoff {

	private final ReconnectPolicy policy;

	private final boolean credentialsMayChange;

	private final DoubleSupplier random;

	private long retries;

	/**
	 * Create a back-off without attempts.
	 * @param policy the policy
	 * @param credentialsMayChange whether a later attempt may use other credentials
	 * @param random random numbers from 0 (inclusive) to 1 (exclusive)
	 */
	Backoff(ReconnectPolicy policy, boolean credentialsMayChange, DoubleSupplier random) {
		this.policy = policy;
		this.credentialsMayChange = credentialsMayChange;
		this.random = random;
	}

	/**
	 * Return whether failures are followed by other attempts at all.
	 * @param firstConnect whether the client was never connected
	 */
	boolean isEnabled(boolean firstConnect) {
		return this.policy.enabled() && (!firstConnect || this.policy.firstConnect());
	}

	/**
	 * Return whether no server is to be tried any more, because nothing changes until
	 * somebody changes the configuration.
	 */
	boolean isFinal(MqttException failure) {
		return isFinal(reasonCode(failure));
	}

	/**
	 * Return how long to wait before the next attempt, or {@code null} if there shall be
	 * none.
	 * @param failure why the last attempt failed, or the connection was lost
	 * @param firstConnect whether the client was never connected
	 */
	@Nullable Duration next(MqttException failure, boolean firstConnect) {
		if (!isEnabled(firstConnect) || this.retries >= this.policy.maxRetries()
				|| failure instanceof MqttAuthenticationException || isFinal(failure)) {
			return null;
		}
		double bound = Math.min(this.policy.maxDelay().toNanos(),
				this.policy.delay().toNanos() * Math.pow(this.policy.multiplier(), this.retries));
		this.retries++;
		return Duration.ofNanos((long) (bound * this.random.getAsDouble()));
	}

	void reset() {
		this.retries = 0;
	}

	private boolean isFinal(@Nullable ReasonCode reasonCode) {
		if (reasonCode == ReasonCode.SESSION_TAKEN_OVER) {
			return !this.policy.retryTakeover();
		}
		if (this.credentialsMayChange
				&& (reasonCode == ReasonCode.BAD_USER_NAME_OR_PASSWORD || reasonCode == ReasonCode.NOT_AUTHORIZED)) {
			return false;
		}
		return reasonCode != null && reasonCode.reconnect() == ReasonCode.Reconnect.STOP;
	}

	private static @Nullable ReasonCode reasonCode(MqttException failure) {
		if (failure instanceof MqttConnectRefusedException refused) {
			return refused.reasonCode();
		}
		return (failure instanceof MqttDisconnectedException disconnected) ? disconnected.reasonCode() : null;
	}

}
