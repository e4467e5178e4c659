package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Turns received bytes into packets. The reader owns the buffer that bytes are received
 * into: <pre class="code">
 * reader.prepare();
 * reader.received(stream.read(reader.array(), reader.position(), reader.remaining()));
 * for (Packet packet = reader.next(); packet != null; packet = reader.next()) { … }
 * </pre> The size that a packet announces is checked before the buffer grows. A large
 * payload is received into the array that its message gets, once a quarter has come. Not
 * for use by several threads at a time. After an exception nothing but {@link #skip()}
 * may follow.
 *
 * @since 0.1.0
 */
public final class PacketReader {

	private static final int SMALLEST_PACKET = 2;

	private static final byte[] NOTHING = {};

	private final ReceiveBuffer buffer = new ReceiveBuffer();

	private final int maximumPacketSize;

	// One for all packets: saves 32 bytes each
	private final ByteReader fields = new ByteReader();

	private final ReceivedTopics topics = new ReceivedTopics();

	private ProtocolVersion version;

	// Size of the packet at the start of the buffer, as far as it is known
	private int needed = SMALLEST_PACKET;

	// The packet that was looked at last
	private int packetStart;

	private int packetSize;

	// What the packet at the start of the buffer goes on with, if that is received apart,
	// and where it begins without its fixed header
	private @Nullable LargePayload payload;

	private int bodyStart;

	// The payload of the packet that was looked at last, if it was received apart
	private byte[] packetPayload = NOTHING;

	/**
	 * Create a reader.
	 * @param version the version of MQTT that is spoken; a CONNECT packet is read in the
	 * version that it names, and so is everything after it
	 * @param maximumPacketSize size of the largest packet accepted in bytes, at least 2
	 * @throws IllegalArgumentException if the maximum packet size is out of range
	 */
	public PacketReader(ProtocolVersion version, int maximumPacketSize) {
		if (maximumPacketSize < SMALLEST_PACKET) {
			throw new IllegalArgumentException("Maximum packet size must be at least 2 but was " + maximumPacketSize);
		}
		this.version = version;
		this.maximumPacketSize = maximumPacketSize;
	}

	/**
	 * Make room for at least one more byte. Moves or exchanges the array.
	 * @throws IllegalStateException if the array is full of packets which have not been
	 * taken by {@link #next()}
	 */
	public void prepare() {
		this.fields.end();
		this.packetPayload = NOTHING;
		if (this.payload == null) {
			this.buffer.prepare(this.needed);
		}
	}

	/**
	 * Return the array that bytes are received into.
	 * @return the array, valid until the next {@link #prepare()}
	 */
	public byte[] array() {
		return (this.payload != null) ? this.payload.bytes() : this.buffer.bytes();
	}

	/**
	 * Return where the next received byte belongs.
	 * @return index in the {@link #array() array}
	 */
	public int position() {
		return (this.payload != null) ? this.payload.end() : this.buffer.end();
	}

	/**
	 * Return how many bytes can be received.
	 * @return the number of free bytes from the {@link #position() position} on
	 */
	public int remaining() {
		return (this.payload != null) ? this.payload.missing() : this.buffer.free();
	}

	/**
	 * Note that bytes were put at the {@link #position() position}.
	 * @param count how many, from 0 to {@link #remaining() remaining}
	 * @throws IllegalArgumentException if the count is out of range
	 */
	public void received(int count) {
		if (count < 0 || count > remaining()) {
			throw new IllegalArgumentException(
					"Number of bytes received must be from 0 to %d but was %d".formatted(remaining(), count));
		}
		if (this.payload != null) {
			this.payload.received(count);
		}
		else {
			this.buffer.received(count);
		}
	}

	/**
	 * Return whether the bytes that were received last were few beside what there is room
	 * for.
	 * @return whether they were
	 */
	public boolean hasReceivedLittle() {
		return this.buffer.hasReceivedLittle();
	}

	/**
	 * Note that only few bytes have come at a time for a while, so that less memory will
	 * do.
	 */
	public void rested() {
		this.buffer.rested();
	}

	/**
	 * Return the next packet.
	 * @return the packet, or {@code null} if more bytes are needed
	 * @throws MalformedPacketException if the bytes are no packet that MQTT allows, or
	 * one larger than accepted
	 */
	public @Nullable Packet next() {
		LargePayload payload = this.payload;
		return (payload != null) ? next(payload) : nextInBuffer();
	}

	private @Nullable Packet nextInBuffer() {
		int available = this.buffer.available();
		if (available < SMALLEST_PACKET) {
			this.needed = SMALLEST_PACKET;
			return null;
		}
		int start = this.buffer.start();
		this.packetStart = start;
		this.packetSize = available;
		int firstByte = this.buffer.bytes()[start] & 0xFF;
		PacketType packetType = packetType(firstByte);
		int length = VariableInt.read(this.buffer.bytes(), start + 1, this.buffer.end());
		if (length == VariableInt.INCOMPLETE) {
			this.needed = available + 1;
			return null;
		}
		int size = checkedSize(packetType, length);
		if (available < size) {
			this.needed = size;
			if (packetType == PacketType.PUBLISH && size >= LargePayload.LEAST_PACKET_SIZE
					&& this.buffer.isWorth(size)) {
				receiveApart(start + size - length, size, firstByte & 0x0F);
			}
			return null;
		}
		this.packetSize = size;
		this.fields.begin(packetType, this.buffer.bytes(), start + size - length, start + size);
		Packet packet = PacketCodec.read(this.fields, firstByte & 0x0F, this.version, this.topics);
		if (packet instanceof Connect connect) {
			this.version = connect.protocolVersion();
		}
		this.buffer.consume(size);
		this.needed = SMALLEST_PACKET;
		return packet;
	}

	/**
	 * Have the rest of the PUBLISH at the start of the buffer received into the array of
	 * its payload.
	 */
	private void receiveApart(int bodyStart, int size, int flags) {
		byte[] bytes = this.buffer.bytes();
		int end = this.buffer.end();
		int payloadStart = PublishCodec.payloadStart(bytes, bodyStart, end, flags, this.version);
		if (payloadStart >= 0) {
			this.payload = new LargePayload(this.buffer.start() + size - payloadStart);
			this.payload.take(bytes, payloadStart, end);
			this.bodyStart = bodyStart;
			this.buffer.cut(payloadStart, size);
		}
	}

	private @Nullable Packet next(LargePayload payload) {
		if (payload.missing() > 0) {
			return null;
		}
		byte[] head = this.buffer.bytes();
		this.packetStart = this.buffer.start();
		this.packetPayload = payload.bytes();
		this.packetSize = this.buffer.available() + this.packetPayload.length;
		this.fields.begin(PacketType.PUBLISH, head, this.bodyStart, this.buffer.end(), this.packetPayload);
		Packet packet = PacketCodec.read(this.fields, head[this.packetStart] & 0x0F, this.version, this.topics);
		consumePacket();
		return packet;
	}

	private void consumePacket() {
		this.buffer.consume((this.payload != null) ? this.buffer.available() : this.packetSize);
		this.payload = null;
		this.needed = SMALLEST_PACKET;
	}

	/**
	 * Return a copy of the packet that {@link #next()} has returned or found malformed.
	 * To be called before the next {@link #prepare()}.
	 * @return as many bytes as its {@link #packetSize() size}
	 */
	public byte[] packetBytes() {
		byte[] bytes = new byte[this.packetSize];
		int inBuffer = this.packetSize - this.packetPayload.length;
		System.arraycopy(this.buffer.bytes(), this.packetStart, bytes, 0, inBuffer);
		System.arraycopy(this.packetPayload, 0, bytes, inBuffer, this.packetPayload.length);
		return bytes;
	}

	/**
	 * Return how large the packet is that {@link #next()} has returned or found
	 * malformed.
	 * @return size in bytes with the fixed header; if the fixed header is malformed or
	 * announces too much, the number of all bytes received from there on
	 */
	public int packetSize() {
		return this.packetSize;
	}

	/**
	 * Skip the packet that {@link #next()} has found malformed. For tools that show what
	 * is wrong: whoever speaks MQTT has to end the connection instead (MQTT 5.0, section
	 * 4.13.1).
	 */
	public void skip() {
		consumePacket();
	}

	/**
	 * Return how many bytes were received that belong to no packet returned so far.
	 * @return the number of bytes
	 */
	public int buffered() {
		LargePayload payload = this.payload;
		return this.buffer.available() + ((payload != null) ? payload.end() : 0);
	}

	private static PacketType packetType(int firstByte) {
		PacketType packetType = PacketType.find(firstByte >> 4);
		if (packetType == null) {
			throw new MalformedPacketException(ReasonCode.MALFORMED_PACKET, null, "packet type", "0 does not exist");
		}
		if (packetType != PacketType.PUBLISH && (firstByte & 0x0F) != packetType.flags()) {
			throw new MalformedPacketException(ReasonCode.MALFORMED_PACKET, packetType, "flags",
					"must be 0x%X but were 0x%X".formatted(packetType.flags(), firstByte & 0x0F));
		}
		return packetType;
	}

	private int checkedSize(PacketType packetType, int length) {
		if (length < 0) {
			throw new MalformedPacketException(ReasonCode.MALFORMED_PACKET, packetType, "remaining length",
					VariableInt.problemOf(length));
		}
		int size = 1 + VariableInt.size(length) + length;
		if (size > this.maximumPacketSize) {
			throw new MalformedPacketException(ReasonCode.PACKET_TOO_LARGE, packetType, "remaining length",
					"makes a packet of %d bytes, %d are accepted; raise maximumPacketSize if the packet is wanted"
						.formatted(size, this.maximumPacketSize));
		}
		return size;
	}

}
