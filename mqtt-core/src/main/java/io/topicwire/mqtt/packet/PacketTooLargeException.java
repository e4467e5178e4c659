package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.MqttException;

/**
 * A packet was not written because it is larger than the receiver accepts (Maximum Packet
 * Size in MQTT 5.0, section 3.2.2.3.6) or than MQTT allows (268,435,460 bytes). The
 * connection is not affected.
 *
 * @since 0.1.0
 */
public class PacketTooLargeException extends MqttException {

	private final long size;

	private final long limit;

	/**
	 * Create an exception.
	 * @param packetType the type of the packet
	 * @param size the size of the whole packet in bytes
	 * @param limit the size allowed in bytes
	 */
	public PacketTooLargeException(PacketType packetType, long size, long limit) {
		super("%s packet of %d bytes is larger than the Maximum Packet Size of %d bytes; send less at a time"
			.formatted(packetType, size, limit));
		this.size = size;
		this.limit = limit;
	}

	/**
	 * Return how large the packet is.
	 * @return the size of the whole packet in bytes
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Return how large the packet may be.
	 * @return the size allowed in bytes
	 */
	public long limit() {
		return this.limit;
	}

}
