package io.topicwire.mqtt.trace;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.text.SafeText;

/**
 * The connection that a packet belongs to, as far as it was known at that moment.
 *
 * @param number tells connections apart; unique in this Java virtual machine
 * @param server where the server is, as {@code host:port}
 * @param clientId the client identifier from CONNECT, or the one that the server has
 * assigned in CONNACK; empty before that
 * @param protocolVersion the version of MQTT that is spoken
 * @since 0.1.0
 */
public record TracedConnection(long number, String server, String clientId, ProtocolVersion protocolVersion) {

	/**
	 * Return what the client is called.
	 */
	String name() {
		return this.clientId.isEmpty() ? "-" : SafeText.name(this.clientId);
	}

}
