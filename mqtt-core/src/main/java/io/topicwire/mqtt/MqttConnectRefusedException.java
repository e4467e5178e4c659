package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The broker refused the connection in its CONNACK (MQTT 5.0, section 3.2.2.2).
 *
 * @since 0.1.0
 */
public class MqttConnectRefusedException extends MqttConnectionException {

	private final ReasonCode reasonCode;

	private final BrokerRemarks remarks;

	/**
	 * Create an exception.
	 * @param reasonCode why the broker refused
	 * @param message what happened and what can be done about it
	 */
	public MqttConnectRefusedException(ReasonCode reasonCode, String message) {
		this(reasonCode, message, BrokerRemarks.NONE);
	}

	/**
	 * Create an exception with what else the broker said.
	 * @param reasonCode why the broker refused
	 * @param message what happened and what can be done about it
	 * @param remarks what else the broker said
	 */
	public MqttConnectRefusedException(ReasonCode reasonCode, String message, BrokerRemarks remarks) {
		super(message);
		this.reasonCode = reasonCode;
		this.remarks = remarks;
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
		this.remarks = BrokerRemarks.NONE;
	}

	/**
	 * Return the reason code.
	 * @return why the broker refused
	 */
	public ReasonCode reasonCode() {
		return this.reasonCode;
	}

	/**
	 * Return what else the broker said, such as other servers to use.
	 * @return the remarks, {@link BrokerRemarks#NONE} if there are none
	 */
	public BrokerRemarks remarks() {
		return this.remarks;
	}

}
