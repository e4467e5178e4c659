package io.topicwire.mqtt;

import java.util.Objects;

import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything that can go wrong while speaking MQTT. Wrong arguments are reported
 * as {@link IllegalArgumentException} instead, and a blocking call on a thread of the
 * client as {@link IllegalStateException}. A message is always a single line, whatever
 * strangers have said that it repeats.
 *
 * @since 0.1.0
 */
public class MqttException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what happened and what can be done about it
	 */
	public MqttException(String message) {
		super(SafeText.line(message));
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttException(String message, @Nullable Throwable cause) {
		super(SafeText.line(message), cause);
	}

	/**
	 * Return what happened and what can be done about it. Never {@code null}.
	 */
	@Override
	public String getMessage() {
		return Objects.requireNonNullElse(super.getMessage(), "");
	}

}
