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

	// How often in a row the client may have broken a limit of the broker. It starts anew
	// with each connection, but what is wrong will be wrong again
	private static final int DEFECTS_MAXIMUM = 3;

	private final ReconnectPolicy policy;

	private final boolean credentialsMayChange;

	private final boolean singleServer;

	private final DoubleSupplier random;

	private long retries;

	private int defects;

	/**
	 * Create a back-off without attempts.
	 * @param policy the policy
	 * @param credentialsMayChange whether a later attempt may use other credentials
	 * @param singleServer whether a server that has moved leaves none to go to
	 * @param random random numbers from 0 (inclusive) to 1 (exclusive)
	 */
	Backoff(ReconnectPolicy policy, boolean credentialsMayChange, boolean singleServer, DoubleSupplier random) {
		this.policy = policy;
		this.credentialsMayChange = credentialsMayChange;
		this.singleServer = singleServer;
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
	 * Return whether another server may be tried at once. Not if the client itself may be
	 * the reason, which would then be the same there.
	 */
	boolean mayHurry(MqttException failure) {
		ReasonCode reasonCode = reasonCode(failure);
		return reasonCode == null || reasonCode.reconnect() == ReasonCode.Reconnect.OTHER_SERVER
				|| (!isFinal(failure) && reasonCode != ReasonCode.SESSION_TAKEN_OVER && !isDefect(reasonCode)
						&& reasonCode.reconnect() != ReasonCode.Reconnect.RETRY_LATER);
	}

	/**
	 * Return how long to wait before the next attempt, or {@code null} if there shall be
	 * none.
	 * @param failure why the last attempt failed, or the connection was lost
	 * @param firstConnect whether the client was never connected
	 */
	@Nullable Duration next(MqttException failure, boolean firstConnect) {
		ReasonCode reasonCode = reasonCode(failure);
		if (isDefect(reasonCode)) {
			this.defects++;
		}
		if (!isEnabled(firstConnect) || isExhausted() || isFinal(failure)) {
			return null;
		}
		double nanos = (reasonCode != null && reasonCode.reconnect() == ReasonCode.Reconnect.RETRY_LATER) ? longDelay()
				: delay();
		this.retries++;
		return Duration.ofNanos((long) nanos);
	}

	private double delay() {
		double bound = this.policy.delay().toNanos() * Math.pow(this.policy.multiplier(), this.retries);
		return Math.min(this.policy.maxDelay().toNanos(), bound) * this.random.getAsDouble();
	}

	private double longDelay() {
		return this.policy.maxDelay().toNanos() * (1 + this.random.getAsDouble()) / 2;
	}

	/**
	 * Return why there is no further attempt and what to do, to go on with the
	 * description of the failure.
	 */
	String farewell(MqttException failure, boolean firstConnect) {
		if (!isEnabled(firstConnect)) {
			return "; no further attempt, as the reconnect policy says";
		}
		if (isFinal(failure)) {
			return "; no further attempt, because that will not change by itself: mend it and call connect()";
		}
		return "; no further attempt after " + this.policy.maxRetries()
				+ " in a row, as many as the reconnect policy allows: call connect() to begin anew";
	}

	void reset() {
		this.retries = 0;
		this.defects = 0;
	}

	private boolean isExhausted() {
		return this.retries >= this.policy.maxRetries();
	}

	/**
	 * Return whether nothing changes until somebody changes the configuration.
	 */
	private boolean isFinal(MqttException failure) {
		ReasonCode reasonCode = reasonCode(failure);
		if (reasonCode == null) {
			return failure instanceof MqttAuthenticationException;
		}
		return switch (reasonCode) {
			case SESSION_TAKEN_OVER -> !this.policy.retryTakeover();
			case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> !this.credentialsMayChange;
			case SERVER_MOVED -> this.singleServer;
			case RECEIVE_MAXIMUM_EXCEEDED, TOPIC_ALIAS_INVALID -> this.defects >= DEFECTS_MAXIMUM;
			default -> reasonCode.reconnect() == ReasonCode.Reconnect.STOP;
		};
	}

	private static boolean isDefect(@Nullable ReasonCode reasonCode) {
		return reasonCode == ReasonCode.RECEIVE_MAXIMUM_EXCEEDED || reasonCode == ReasonCode.TOPIC_ALIAS_INVALID;
	}

	private static @Nullable ReasonCode reasonCode(MqttException failure) {
		if (failure instanceof MqttConnectRefusedException refused) {
			return refused.reasonCode();
		}
		return (failure instanceof MqttDisconnectedException disconnected) ? disconnected.reasonCode() : null;
	}

}
