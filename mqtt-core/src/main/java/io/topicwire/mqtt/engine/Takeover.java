package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;

/**
 * Another client with the same client identifier, for which the broker ends the
 * connection (MQTT 5.0 and 3.1.1, section 3.1.4). Only MQTT 5.0 has a word for it, and
 * some brokers do not use it: then there is nothing but connections that end soon after
 * they were accepted, one after the other.
 */
final class Takeover {

	private int shortConnections;

	/**
	 * Return what to do about a lost connection, to go on with its description.
	 * @param failure why the connection was lost
	 * @param clientId the client identifier
	 * @param young whether the connection was not stable yet
	 */
	String advice(MqttException failure, String clientId, boolean young) {
		boolean possible = young && failure.getClass() == MqttConnectionException.class;
		this.shortConnections = possible ? this.shortConnections + 1 : 0;
		if (isCertain(failure)) {
			return "; give every client an identifier of its own, '" + clientId + "' is used twice";
		}
		if (!possible) {
			return "";
		}
		return ((this.shortConnections > 1)
				? "; " + this.shortConnections + " connections in a row have ended soon after the broker accepted them"
				: "; if that goes on") + ", look for another client with the identifier '" + clientId + "'";
	}

	private static boolean isCertain(MqttException failure) {
		return failure instanceof MqttDisconnectedException disconnected
				&& disconnected.reasonCode() == ReasonCode.SESSION_TAKEN_OVER;
	}

}
