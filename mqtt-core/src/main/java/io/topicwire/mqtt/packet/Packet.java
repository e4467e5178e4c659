package io.topicwire.mqtt.packet;

/**
 * One MQTT control packet (MQTT 5.0 and 3.1.1, section 2). All packets are immutable and
 * the same for both versions of MQTT; what a version does not know is left out when the
 * packet is written. Byte arrays are not copied, so do not change them.
 * <p>
 * Packets do not check their values: {@link PacketWriter} does, and {@link PacketReader}
 * returns valid packets only.
 *
 * @since 0.1.0
 */
public sealed interface Packet permits Connect, Connack, Publish, Puback, Pubrec, Pubrel, Pubcomp, Subscribe, Suback,
		Unsubscribe, Unsuback, Pingreq, Pingresp, Disconnect, Auth {

	/**
	 * Return the type of this packet.
	 * @return the packet type
	 */
	PacketType type();

}
