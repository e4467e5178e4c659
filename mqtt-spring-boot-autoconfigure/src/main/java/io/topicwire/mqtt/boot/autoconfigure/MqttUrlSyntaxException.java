package io.topicwire.mqtt.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A URL is none that an MQTT broker can have. The message does not repeat what may be a
 * password.
 */
class MqttUrlSyntaxException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final @Nullable String property;

	private final IllegalArgumentException reason;

	/**
	 * Create an exception.
	 * @param property name of the property that holds the URL, or {@code null} if it
	 * comes from elsewhere
	 * @param reason what is wrong
	 */
	MqttUrlSyntaxException(@Nullable String property, IllegalArgumentException reason) {
		super(((property != null) ? "'%s' is bad: ".formatted(property) : "") + reason.getMessage(), reason);
		this.property = property;
		this.reason = reason;
	}

	@Nullable String getProperty() {
		return this.property;
	}

	String getReason() {
		return String.valueOf(this.reason.getMessage());
	}

	/**
	 * Return an exception about the same URL in another property.
	 * @param property the name of the property
	 * @return a new exception
	 */
	MqttUrlSyntaxException inProperty(String property) {
		return new MqttUrlSyntaxException(property, this.reason);
	}

}
