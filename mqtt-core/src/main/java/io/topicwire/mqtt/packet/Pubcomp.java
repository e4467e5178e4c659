package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ReasonCode;

/**
 * The PUBCOMP packet: answers a PUBREL, the last of the three steps of QoS 2 (MQTT 5.0
 * and 3.1.1, section 3.7).
 *
 * @param packetIdentifier the identifier of the PUBLISH, from 1 to 65,535
 * @param reasonCode success or what went wrong; MQTT 3.1.1 knows success only
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Pubcomp(int packetIdentifier, ReasonCode reasonCode, Properties properties) implements Packet {

	/**
	 * Create a PUBCOMP that reports success.
	 * @param packetIdentifier the identifier of the PUBLISH, from 1 to 65,535
	 */
	public Pubcomp(int packetIdentifier) {
		this(packetIdentifier, ReasonCode.SUCCESS, Properties.NONE);
	}

	@Override
	public PacketType type() {
		return PacketType.PUBCOMP;
	}

}
