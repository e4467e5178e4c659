package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection, or it was lost before the operation was finished.
 *
 * @since 0.1.0
 */
public class MqttConnectionException extends MqttException {

	/**
	 * Create an exception.
	 * @param message what happened and what can be done about it
	 */
	public MqttConnectionException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttConnectionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
