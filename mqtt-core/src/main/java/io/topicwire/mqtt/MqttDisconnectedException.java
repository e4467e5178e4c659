package io.topicwire.mqtt;

/**
 * The broker ended the connection with a DISCONNECT that says why (MQTT 5.0, section
 * 3.14).
 *
 * @since 0.1.0
 */
public class MqttDisconnectedException extends MqttConnectionException {

	private final ReasonCode reasonCode;

	/**
	 * Create an exception.
	 * @param reasonCode what the broker said
	 * @param message what happened, in words
	 */
	public MqttDisconnectedException(ReasonCode reasonCode, String message) {
		super(message);
		this.reasonCode = reasonCode;
	}

	/**
	 * Return the reason code.
	 * @return why the broker ended the connection
	 */
	public ReasonCode reasonCode() {
		return this.reasonCode;
	}

}
