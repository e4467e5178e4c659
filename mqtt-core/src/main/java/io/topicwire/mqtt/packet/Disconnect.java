package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ReasonCode;

/**
 * The DISCONNECT packet: the last one of a connection (MQTT 5.0 and 3.1.1, section 3.14).
 *
 * @param reasonCode why the connection ends; MQTT 3.1.1 knows {@link ReasonCode#SUCCESS
 * normal disconnection} only
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Disconnect(ReasonCode reasonCode, Properties properties) implements Packet {

	@Override
	public PacketType type() {
		return PacketType.DISCONNECT;
	}

}
