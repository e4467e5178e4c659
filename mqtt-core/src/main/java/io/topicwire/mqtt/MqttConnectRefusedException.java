package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The broker refused the connection in its CONNACK (MQTT 5.0, section 3.2.2.2).
 *
 * @since 0.1.0
 */
public class MqttConnectRefusedException extends MqttConnectionException {

	private final ReasonCode reasonCode;

	/**
	 * Create an exception.
	 * @param reasonCode why the broker refused
	 * @param message what happened and what can be done about it
	 */
	public MqttConnectRefusedException(ReasonCode reasonCode, String message) {
		this(reasonCode, message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param reasonCode why the broker refused
	 * @param message what happened and what can be done about it
	 * @param cause why it happened
	 */
	public MqttConnectRefusedException(ReasonCode reasonCode, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reasonCode = reasonCode;
	}

	/**
	 * Return the reason code.
	 * @return why the broker refused
	 */
	public ReasonCode reasonCode() {
		return this.reasonCode;
	}

}
