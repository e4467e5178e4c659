package io.topicwire.mqtt.packet;

import java.util.List;

import io.topicwire.mqtt.ReasonCode;

/**
 * The UNSUBACK packet: the server answers an UNSUBSCRIBE (MQTT 5.0 and 3.1.1, section
 * 3.11).
 *
 * @param packetIdentifier the identifier of the UNSUBSCRIBE, from 1 to 65,535
 * @param reasonCodes one for each topic filter in the same order; empty in MQTT 3.1.1,
 * which has none
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Unsuback(int packetIdentifier, List<ReasonCode> reasonCodes, Properties properties) implements Packet {

	/**
	 * Create an UNSUBACK packet.
	 */
	public Unsuback {
		reasonCodes = List.copyOf(reasonCodes);
	}

	@Override
	public PacketType type() {
		return PacketType.UNSUBACK;
	}

}
