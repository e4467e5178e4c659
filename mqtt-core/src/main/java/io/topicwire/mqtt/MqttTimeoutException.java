package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * An operation was not finished within its time limit. The message names the operation,
 * its packet identifier and topic as far as there are any, and the time that passed.
 *
 * @since 0.1.0
 */
public class MqttTimeoutException extends MqttException {

	/**
	 * Create an exception.
	 * @param message what happened and what can be done about it
	 */
	public MqttTimeoutException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
