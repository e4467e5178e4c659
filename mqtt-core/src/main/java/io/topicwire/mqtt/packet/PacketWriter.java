package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;

/**
 * Turns packets into bytes. Many packets can be collected and sent at once:
 * <pre class="code">
 * writer.write(first);
 * writer.write(second);
 * stream.write(writer.array(), 0, writer.size());
 * writer.clear();
 * </pre> A packet that cannot be written leaves nothing behind, and the packets before it
 * untouched. Not for use by several threads at a time.
 *
 * @since 0.1.0
 */
public final class PacketWriter {

	/**
	 * Create a writer.
	 * @param version the version of MQTT that is spoken; what it does not know is left
	 * out
	 */
	public PacketWriter(ProtocolVersion version) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Write a packet as large as MQTT allows.
	 * @param packet the packet
	 * @throws IllegalArgumentException if the packet has a value that MQTT does not allow
	 * @throws PacketTooLargeException if the packet is larger than 268,435,460 bytes
	 */
	public void write(Packet packet) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Write a packet.
	 * @param packet the packet
	 * @param maximumPacketSize how many bytes the whole packet may have
	 * @throws IllegalArgumentException if the packet has a value that MQTT does not allow
	 * @throws PacketTooLargeException if the packet is larger than that or than
	 * 268,435,460 bytes
	 */
	public void write(Packet packet, long maximumPacketSize) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the array with the bytes written.
	 * @return the array, valid until the next packet is written; the bytes start at 0
	 */
	public byte[] array() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return how many bytes were written.
	 * @return the number of bytes since the last {@link #clear()}
	 */
	public int size() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Forget what was written. Gives back the memory of an unusually large packet.
	 */
	public void clear() {
		throw new UnsupportedOperationException();
	}

}
