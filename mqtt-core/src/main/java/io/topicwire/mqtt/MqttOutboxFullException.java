package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The outbox has no room for another message. Raise its limits, publish more slowly, or
 * wait for earlier messages to be finished.
 *
 * @since 0.1.0
 */
public class MqttOutboxFullException extends MqttException {

	/**
	 * Create an exception.
	 * @param message what happened and what can be done about it
	 */
	public MqttOutboxFullException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttOutboxFullException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
