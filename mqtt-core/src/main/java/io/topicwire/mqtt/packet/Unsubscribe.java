package io.topicwire.mqtt.packet;

import java.util.List;

/**
 * The UNSUBSCRIBE packet: the client ends subscriptions (MQTT 5.0 and 3.1.1, section
 * 3.10).
 *
 * @param packetIdentifier from 1 to 65,535
 * @param filters the topic filters of the subscriptions, at least one
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Unsubscribe(int packetIdentifier, List<String> filters, Properties properties) implements Packet {

	/**
	 * Create an UNSUBSCRIBE packet.
	 */
	public Unsubscribe {
		filters = List.copyOf(filters);
	}

	@Override
	public PacketType type() {
		return PacketType.UNSUBSCRIBE;
	}

}
