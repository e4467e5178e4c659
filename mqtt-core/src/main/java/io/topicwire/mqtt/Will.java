package io.topicwire.mqtt;

import java.time.Duration;

/**
 * Message that the broker publishes when the connection ends without a DISCONNECT (MQTT
 * 5.0, section 3.1.2.5).
 *
 * @param message the message to publish; its topic, payload, QoS, RETAIN flag and
 * properties are used
 * @param delay how long the broker waits before it publishes the message, in whole
 * seconds; a reconnect within this time cancels it. MQTT 5.0 only
 * @since 0.1.0
 */
public record Will(MqttMessage message, Duration delay) {

	/**
	 * Create a will.
	 * @param message the message to publish
	 * @param delay from 0 to 4,294,967,295 seconds
	 * @throws IllegalArgumentException if the delay is out of range
	 */
	public Will {
		if (delay.isNegative() || delay.getSeconds() > 0xFFFFFFFFL) {
			throw new IllegalArgumentException(
					"Will delay must be from 0 to 4294967295 seconds but was " + delay.getSeconds());
		}
	}

	/**
	 * Return a will that is published without delay.
	 * @param message the message to publish
	 * @return the will
	 */
	public static Will of(MqttMessage message) {
		return new Will(message, Duration.ZERO);
	}

}
