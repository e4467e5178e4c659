package io.topicwire.mqtt.packet;

/**
 * The PINGREQ packet: the client asks whether the server is there (MQTT 5.0 and 3.1.1,
 * section 3.12).
 *
 * @since 0.1.0
 */
public record Pingreq() implements Packet {

	/**
	 * The only PINGREQ anybody needs, as they are all the same.
	 */
	public static final Pingreq INSTANCE = new Pingreq();

	@Override
	public PacketType type() {
		return PacketType.PINGREQ;
	}

}
