package io.topicwire.mqtt.auth;

import io.topicwire.mqtt.MqttConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The client itself refuses the broker, because the exchange of enhanced authentication
 * did not prove what it had to (MQTT 5.0, section 4.12). There is no further attempt.
 *
 * @since 0.1.0
 */
public class MqttAuthenticationException extends MqttConnectionException {

	/**
	 * Create an exception.
	 * @param message what is wrong; must not repeat secrets
	 */
	public MqttAuthenticationException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what is wrong; must not repeat secrets
	 * @param cause why it happened
	 */
	public MqttAuthenticationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
