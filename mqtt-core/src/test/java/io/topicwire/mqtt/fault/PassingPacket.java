package io.topicwire.mqtt.fault;

import io.topicwire.mqtt.packet.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way.
 *
 * @param connection number of the connection among those of its wire, from 1
 * @param direction where it goes
 * @param type its type, or {@code null} for bytes that are no packet of MQTT
 * @param ordinal its number among the packets of its type and direction on this
 * connection, from 1
 * @param offset how many bytes went before it in its direction on this connection
 * @param bytes the whole packet
 */
public record PassingPacket(int connection, Direction direction, @Nullable PacketType type, int ordinal, long offset,
		byte[] bytes) {

	/**
	 * Return how long the packet is.
	 * @return the number of its bytes
	 */
	public int length() {
		return this.bytes.length;
	}

	@Override
	public String toString() {
		return ((this.type != null) ? this.type : "bytes") + " " + this.ordinal + " " + this.direction
				+ " of connection " + this.connection;
	}

}
