package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The client was closed before the operation was finished, or before it was called.
 *
 * @since 0.1.0
 */
public class MqttClosedException extends MqttException {

	/**
	 * Create an exception.
	 * @param message what happened and what can be done about it
	 */
	public MqttClosedException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttClosedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
