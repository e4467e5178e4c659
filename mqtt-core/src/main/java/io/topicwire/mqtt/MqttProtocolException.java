package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The broker sent something that MQTT does not allow. The connection is closed with the
 * reason code (MQTT 5.0, section 4.13).
 *
 * @since 0.1.0
 */
public class MqttProtocolException extends MqttException {

	private final ReasonCode reasonCode;

	/**
	 * Create an exception.
	 * @param reasonCode the code that the connection is closed with
	 * @param message what happened and what can be done about it
	 */
	public MqttProtocolException(ReasonCode reasonCode, String message) {
		this(reasonCode, message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param reasonCode the code that the connection is closed with
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttProtocolException(ReasonCode reasonCode, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reasonCode = reasonCode;
	}

	/**
	 * Return the reason code.
	 * @return the code that the connection is closed with
	 */
	public ReasonCode reasonCode() {
		return this.reasonCode;
	}

}
