package io.topicwire.mqtt.engine;

import java.io.IOException;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.stream.ServerAddress;

/**
 * What one attempt to connect is made with. Chosen anew for each of them, so that a later
 * one may go to another server or speak another version of MQTT.
 *
 * @param server the server to connect to
 * @param version the version of MQTT to speak
 * @param clientId the client identifier, which the broker may have assigned earlier, or
 * an empty string if it shall do so now
 * @param cleanStart whether the broker shall discard a stored session
 */
record Attempt(ServerAddress server, ProtocolVersion version, String clientId, boolean cleanStart) {

	String describe(IOException failure) {
		return "Connection to " + this.server + " failed: "
				+ ((failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName());
	}

}
