package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The broker refused to make or to remove a subscription (MQTT 5.0, sections 3.9.3 and
 * 3.11.3), or a limit that it announced forbids to ask for it.
 *
 * @since 0.1.0
 */
public class MqttSubscribeException extends MqttException {

	private final ReasonCode reasonCode;

	/**
	 * Create an exception.
	 * @param reasonCode why the request was refused
	 * @param message what happened and what can be done about it
	 */
	public MqttSubscribeException(ReasonCode reasonCode, String message) {
		this(reasonCode, message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param reasonCode why the request was refused
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttSubscribeException(ReasonCode reasonCode, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reasonCode = reasonCode;
	}

	/**
	 * Return the reason code.
	 * @return why the request was refused
	 */
	public ReasonCode reasonCode() {
		return this.reasonCode;
	}

}
