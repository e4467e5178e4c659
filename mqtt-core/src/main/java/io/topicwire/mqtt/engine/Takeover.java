package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;

/**
 * Another client with the same client identifier, for which the broker ends the
 * connection (MQTT 5.0 and 3.1.1, section 3.1.4).
 */
final class Takeover {

	private Takeover() {
	}

	static boolean isCertain(MqttException failure) {
		return failure instanceof MqttDisconnectedException disconnected
				&& disconnected.reasonCode() == ReasonCode.SESSION_TAKEN_OVER;
	}

	/**
	 * Return what to do about a lost connection, to go on with its description.
	 * @param failure why the connection was lost
	 * @param clientId the client identifier
	 * @param young whether the connection was not stable yet
	 */
	static String advice(MqttException failure, String clientId, boolean young) {
		if (isCertain(failure)) {
			return "; give every client an identifier of its own, '" + clientId + "' is used twice";
		}
		// MQTT 3.1.1 and some brokers of MQTT 5.0 just close the connection
		boolean possible = young && failure.getClass() == MqttConnectionException.class;
		return possible ? "; if that goes on, look for another client with the identifier '" + clientId + "'" : "";
	}

}
