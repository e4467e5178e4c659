package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ReasonCode;

/**
 * The CONNACK packet: the server answers a CONNECT (MQTT 5.0 and 3.1.1, section 3.2).
 *
 * @param sessionPresent whether the server continues an earlier session
 * @param reasonCode success, or why the connection is refused; the return codes of MQTT
 * 3.1.1 are represented by the reason codes that say the same, and its reserved ones by
 * {@link ReasonCode#UNSPECIFIED_ERROR}
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Connack(boolean sessionPresent, ReasonCode reasonCode, Properties properties) implements Packet {

	@Override
	public PacketType type() {
		return PacketType.CONNACK;
	}

}
