package io.topicwire.mqtt;

/**
 * The broker does not speak the version of MQTT that the client was told to speak, or
 * none of those it could choose from (MQTT 5.0, section 3.1.2.2). There is no further
 * attempt.
 *
 * @since 0.1.0
 */
public class MqttUnsupportedVersionException extends MqttConnectRefusedException {

	private final ProtocolVersion version;

	/**
	 * Create an exception.
	 * @param version the version that the broker refused
	 * @param message what happened and what can be done about it
	 * @param remarks what else the broker said
	 */
	public MqttUnsupportedVersionException(ProtocolVersion version, String message, BrokerRemarks remarks) {
		super(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, message, remarks);
		this.version = version;
	}

	/**
	 * Return the version.
	 * @return the version that the broker refused
	 */
	public ProtocolVersion version() {
		return this.version;
	}

}
