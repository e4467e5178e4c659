package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * A message was dropped before it was sent, because the outbox was full and the
 * {@link OutboxFullPolicy} says so. The broker has never got it.
 *
 * @since 0.1.0
 */
public class MqttMessageDroppedException extends MqttException {

	/**
	 * Create an exception.
	 * @param message what happened and what can be done about it
	 */
	public MqttMessageDroppedException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttMessageDroppedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
