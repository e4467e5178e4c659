package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The lifetime of a message (Message Expiry Interval in MQTT 5.0, section 3.3.2.3.3) was
 * over before it could be sent. The message is discarded; the broker has never got it,
 * except with a session that it has lost since.
 *
 * @since 0.1.0
 */
public class MqttMessageExpiredException extends MqttException {

	/**
	 * Create an exception.
	 * @param message what happened and what can be done about it
	 */
	public MqttMessageExpiredException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttMessageExpiredException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
