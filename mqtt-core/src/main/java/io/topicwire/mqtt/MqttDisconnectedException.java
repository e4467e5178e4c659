package io.topicwire.mqtt;

/**
 * The broker ended the connection with a DISCONNECT that says why (MQTT 5.0, section
 * 3.14).
 *
 * @since 0.1.0
 */
public class MqttDisconnectedException extends MqttConnectionException {

	private final ReasonCode reasonCode;

	private final BrokerRemarks remarks;

	/**
	 * Create an exception.
	 * @param reasonCode what the broker said
	 * @param message what happened, in words
	 */
	public MqttDisconnectedException(ReasonCode reasonCode, String message) {
		this(reasonCode, message, BrokerRemarks.NONE);
	}

	/**
	 * Create an exception with what else the broker said.
	 * @param reasonCode what the broker said
	 * @param message what happened, in words
	 * @param remarks what else the broker said
	 */
	public MqttDisconnectedException(ReasonCode reasonCode, String message, BrokerRemarks remarks) {
		super(message);
		this.reasonCode = reasonCode;
		this.remarks = remarks;
	}

	/**
	 * Return the reason code.
	 * @return why the broker ended the connection
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
