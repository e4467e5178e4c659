package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;

/**
 * Properties of repeated attempts to handle a message.
 *
 * @since 0.1.0
 */
public class MqttListenerRetryProperties {

	/**
	 * Whether a listener that failed is called again with the message, which stays
	 * unacknowledged meanwhile. Listeners then run on threads of their own.
	 */
	private boolean enabled;

	/**
	 * How often a listener is called again after the first failure.
	 */
	private long maxRetries = 3;

	/**
	 * Wait before the listener is called again for the first time.
	 */
	private Duration initialInterval = Duration.ofSeconds(1);

	/**
	 * Factor by which the wait grows from attempt to attempt, at least 1.
	 */
	private double multiplier = 2;

	/**
	 * Upper limit of the wait.
	 */
	private Duration maxInterval = Duration.ofSeconds(30);

	/**
	 * How much longer or shorter a wait may be by chance, so that many listeners do not
	 * try at the same moment.
	 */
	private Duration jitter = Duration.ZERO;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public long getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(long maxRetries) {
		this.maxRetries = maxRetries;
	}

	public Duration getInitialInterval() {
		return this.initialInterval;
	}

	public void setInitialInterval(Duration initialInterval) {
		this.initialInterval = initialInterval;
	}

	public double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(double multiplier) {
		this.multiplier = multiplier;
	}

	public Duration getMaxInterval() {
		return this.maxInterval;
	}

	public void setMaxInterval(Duration maxInterval) {
		this.maxInterval = maxInterval;
	}

	public Duration getJitter() {
		return this.jitter;
	}

	public void setJitter(Duration jitter) {
		this.jitter = jitter;
	}

}
