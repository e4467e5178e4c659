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

	private static final int MAX_PACKET_SIZE = 1 + VariableInt.MAX_SIZE + VariableInt.MAX_VALUE;

	private final ProtocolVersion version;

	private final ByteWriter writer = new ByteWriter();

	private final WrittenTopics topics = new WrittenTopics();

	/**
	 * Create a writer.
	 * @param version the version of MQTT that is spoken; what it does not know is left
	 * out
	 */
	public PacketWriter(ProtocolVersion version) {
		this.version = version;
	}

	/**
	 * Write a packet as large as MQTT allows.
	 * @param packet the packet
	 * @throws IllegalArgumentException if the packet has a value that MQTT does not allow
	 * @throws PacketTooLargeException if the packet is larger than 268,435,460 bytes
	 */
	public void write(Packet packet) {
		write(packet, MAX_PACKET_SIZE);
	}

	/**
	 * Write a packet. From an acknowledgement, DISCONNECT or AUTH that would be too large
	 * the Reason String is left out, and if that is not enough the User Properties (MQTT
	 * 5.0, sections 3.4.2.2, 3.5.2.2, 3.6.2.2, 3.7.2.2, 3.14.2.2 and 3.15.2.2).
	 * @param packet the packet
	 * @param maximumPacketSize how many bytes the whole packet may have
	 * @throws IllegalArgumentException if the packet has a value that MQTT does not allow
	 * @throws PacketTooLargeException if the packet is larger than that or than
	 * 268,435,460 bytes all the same
	 */
	public void write(Packet packet, long maximumPacketSize) {
		try {
			write(packet, 0, maximumPacketSize);
		}
		catch (PacketTooLargeException ex) {
			Packet shorter = Explanations.shorten(packet);
			if (shorter == null) {
				throw ex;
			}
			write(shorter, maximumPacketSize);
		}
	}

	/**
	 * Write a PUBLISH with a topic alias that the receiver knows in place of the topic
	 * (MQTT 5.0, section 3.3.2.3.4).
	 * @param publish the packet, with its topic and without the alias
	 * @param topicAlias the alias, from 1 to 65,535
	 * @param maximumPacketSize how many bytes the whole packet may have
	 * @throws IllegalArgumentException if the packet has a value that MQTT does not
	 * allow, or the version of MQTT knows no aliases
	 * @throws PacketTooLargeException if the packet is larger than that or than
	 * 268,435,460 bytes
	 */
	public void writeAliased(Publish publish, int topicAlias, long maximumPacketSize) {
		write(publish, topicAlias, maximumPacketSize);
	}

	private void write(Packet packet, int knownTopicAlias, long maximumPacketSize) {
		int start = this.writer.position();
		boolean written = false;
		try {
			writePacket(packet, knownTopicAlias, Math.min(maximumPacketSize, MAX_PACKET_SIZE));
			written = true;
		}
		finally {
			if (!written) {
				this.writer.truncate(start);
			}
		}
	}

	private void writePacket(Packet packet, int knownTopicAlias, long limit) {
		if (packet instanceof Publish publish) {
			writePublish(publish, knownTopicAlias, limit);
			return;
		}
		this.writer.begin(packet.type(), packet.type().flags());
		int start = this.writer.openLength(0);
		PacketCodec.write(this.writer, packet, this.version);
		checkSize(packet, start, 0, limit);
		this.writer.closeLength(start, 0, 0);
	}

	private void writePublish(Publish publish, int knownTopicAlias, long limit) {
		byte[] payload = publish.message().payload();
		this.writer.begin(PacketType.PUBLISH, PublishCodec.flags(publish));
		int expected = PublishCodec.expectedLength(publish, knownTopicAlias, this.version);
		int start = this.writer.openLength(expected);
		if (knownTopicAlias != 0) {
			PublishCodec.writeAliased(this.writer, publish, knownTopicAlias, this.version);
		}
		else {
			PublishCodec.write(this.writer, publish, this.version, this.topics);
		}
		checkSize(publish, start, payload.length, limit);
		this.writer.closeLength(start, expected, payload.length);
		this.writer.bytes(payload);
	}

	private void checkSize(Packet packet, int start, int following, long limit) {
		long length = (long) this.writer.position() - start + following;
		long size = 1 + VariableInt.size((int) Math.min(length, VariableInt.MAX_VALUE)) + length;
		if (size > limit) {
			throw new PacketTooLargeException(packet.type(), size, limit);
		}
	}

	/**
	 * Return the array with the bytes written.
	 * @return the array, valid until the next packet is written; the bytes start at 0
	 */
	public byte[] array() {
		return this.writer.array();
	}

	/**
	 * Return how many bytes were written.
	 * @return the number of bytes since the last {@link #clear()}
	 */
	public int size() {
		return this.writer.position();
	}

	/**
	 * Forget what was written. Gives back the memory of an unusually large packet.
	 */
	public void clear() {
		this.writer.clear();
	}

}
