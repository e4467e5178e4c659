package io.topicwire.mqtt.packet;

/**
 * The PINGRESP packet: the server answers a PINGREQ (MQTT 5.0 and 3.1.1, section 3.13).
 *
 * @since 0.1.0
 */
public record Pingresp() implements Packet {

	/**
	 * The only PINGRESP anybody needs, as they are all the same.
	 */
	public static final Pingresp INSTANCE = new Pingresp();

	@Override
	public PacketType type() {
		return PacketType.PINGRESP;
	}

}
