package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The broker refused a message (MQTT 5.0, sections 3.4.2.1 and 3.5.2.1), or a limit that
 * it announced forbids to send it. The message is discarded.
 *
 * @since 0.1.0
 */
public class MqttPublishException extends MqttException {

	private final ReasonCode reasonCode;

	/**
	 * Create an exception.
	 * @param reasonCode why the message was refused
	 * @param message what happened and what can be done about it
	 */
	public MqttPublishException(ReasonCode reasonCode, String message) {
		this(reasonCode, message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param reasonCode why the message was refused
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttPublishException(ReasonCode reasonCode, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reasonCode = reasonCode;
	}

	/**
	 * Return the reason code.
	 * @return why the message was refused
	 */
	public ReasonCode reasonCode() {
		return this.reasonCode;
	}

}
