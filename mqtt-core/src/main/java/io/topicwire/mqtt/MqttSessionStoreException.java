package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The session store cannot be read or written, so that what it should keep would not
 * survive the process. The message names the place and what to do.
 *
 * @since 0.1.0
 */
public class MqttSessionStoreException extends MqttException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong, where, and what to do about it
	 */
	public MqttSessionStoreException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, where, and what to do about it
	 * @param cause the cause, or {@code null} if there is none
	 */
	public MqttSessionStoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
