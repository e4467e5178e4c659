package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.MqttMessage;
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
		if (packet instanceof Publish publish) {
			writePublish(publish.message(), publish.packetIdentifier(), publish.duplicate(), publish.topicAlias(),
					false, maximumPacketSize);
			return;
		}
		try {
			writePacket(packet, Math.min(maximumPacketSize, MAX_PACKET_SIZE));
		}
		catch (PacketTooLargeException ex) {
			Packet shorter = Explanations.shorten(packet);
			if (shorter == null) {
				throw ex;
			}
			write(shorter, maximumPacketSize);
		}
	}

	private void writePacket(Packet packet, long limit) {
		int position = this.writer.position();
		boolean written = false;
		try {
			this.writer.begin(packet.type(), packet.type().flags());
			int start = this.writer.openLength(0);
			PacketCodec.write(this.writer, packet, this.version);
			checkSize(packet.type(), start, 0, limit);
			this.writer.closeLength(start, 0, 0);
			written = true;
		}
		finally {
			if (!written) {
				this.writer.truncate(position);
			}
		}
	}

	/**
	 * Write a PUBLISH from its parts, which spares an object for each message.
	 * @param message the message, with its topic
	 * @param packetIdentifier from 1 to 65,535, or 0 for a message of QoS 0
	 * @param duplicate the DUP flag
	 * @param topicAlias a topic alias, from 1 to 65,535, or 0 for none
	 * @param known whether the receiver knows the alias, so that it stands in place of
	 * the topic (MQTT 5.0, section 3.3.2.3.4)
	 * @param maximumPacketSize how many bytes the whole packet may have
	 * @throws IllegalArgumentException if the packet has a value that MQTT does not
	 * allow, or the version of MQTT knows no aliases
	 * @throws PacketTooLargeException if the packet is larger than that or than
	 * 268,435,460 bytes
	 */
	public void writePublish(MqttMessage message, int packetIdentifier, boolean duplicate, int topicAlias,
			boolean known, long maximumPacketSize) {
		int start = this.writer.position();
		boolean written = false;
		try {
			writeHead(message, packetIdentifier, duplicate, topicAlias, known, maximumPacketSize);
			this.writer.bytes(message.payload());
			written = true;
		}
		finally {
			if (!written) {
				this.writer.truncate(start);
			}
		}
	}

	/**
	 * Write a PUBLISH but for its payload, which has to be sent right behind it: spares
	 * the copy of a large one.
	 * @param message the message, with its topic
	 * @param packetIdentifier from 1 to 65,535, or 0 for a message of QoS 0
	 * @param duplicate the DUP flag
	 * @param topicAlias a topic alias, from 1 to 65,535, or 0 for none
	 * @param known whether the receiver knows the alias, so that it stands in place of
	 * the topic
	 * @param maximumPacketSize how many bytes the whole packet may have
	 * @throws IllegalArgumentException if the packet has a value that MQTT does not
	 * allow, or the version of MQTT knows no aliases
	 * @throws PacketTooLargeException if the packet is larger than that or than
	 * 268,435,460 bytes
	 */
	public void writePublishHead(MqttMessage message, int packetIdentifier, boolean duplicate, int topicAlias,
			boolean known, long maximumPacketSize) {
		int start = this.writer.position();
		boolean written = false;
		try {
			writeHead(message, packetIdentifier, duplicate, topicAlias, known, maximumPacketSize);
			written = true;
		}
		finally {
			if (!written) {
				this.writer.truncate(start);
			}
		}
	}

	private void writeHead(MqttMessage message, int packetIdentifier, boolean duplicate, int topicAlias, boolean known,
			long maximumPacketSize) {
		int payload = message.payload().length;
		this.writer.begin(PacketType.PUBLISH, PublishCodec.flags(message, duplicate));
		int expected = PublishCodec.expectedLength(message, known, this.version);
		int start = this.writer.openLength(expected);
		if (known) {
			PublishCodec.writeAliased(this.writer, message, packetIdentifier, duplicate, topicAlias, this.version);
		}
		else {
			PublishCodec.write(this.writer, message, packetIdentifier, duplicate, topicAlias, this.version,
					this.topics);
		}
		checkSize(PacketType.PUBLISH, start, payload, Math.min(maximumPacketSize, MAX_PACKET_SIZE));
		this.writer.closeLength(start, expected, payload);
	}

	private void checkSize(PacketType type, int start, int following, long limit) {
		long length = (long) this.writer.position() - start + following;
		long size = 1 + VariableInt.size((int) Math.min(length, VariableInt.MAX_VALUE)) + length;
		if (size > limit) {
			throw new PacketTooLargeException(type, size, limit);
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
