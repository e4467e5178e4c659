package io.topicwire.mqtt.packet;

import java.util.List;

import io.topicwire.mqtt.ReasonCode;

/**
 * The SUBACK packet: the server answers a SUBSCRIBE (MQTT 5.0 and 3.1.1, section 3.9).
 *
 * @param packetIdentifier the identifier of the SUBSCRIBE, from 1 to 65,535
 * @param reasonCodes one for each subscription asked for, in the same order: the granted
 * QoS ({@link ReasonCode#SUCCESS} for QoS 0) or what went wrong. MQTT 3.1.1 knows only
 * one failure, which is {@link ReasonCode#UNSPECIFIED_ERROR}; every other one is written
 * as this
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Suback(int packetIdentifier, List<ReasonCode> reasonCodes, Properties properties) implements Packet {

	/**
	 * Create a SUBACK packet.
	 */
	public Suback {
		reasonCodes = List.copyOf(reasonCodes);
	}

	@Override
	public PacketType type() {
		return PacketType.SUBACK;
	}

}
