package io.topicwire.mqtt.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Makes the blocks of a pcapng file (IETF draft-ietf-opsawg-pcapng, section 4).
 */
final class PcapngBlocks {

	// Packets begin with the header of IPv4 or IPv6
	static final int LINK_TYPE_RAW = 101;

	private static final int SECTION_HEADER = 0x0A0D0D0A;

	private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

	private static final int INTERFACE_DESCRIPTION = 1;

	private static final int ENHANCED_PACKET = 6;

	private static final int OPTION_COMMENT = 1;

	private static final int OPTION_USER_APPLICATION = 4;

	private static final int OPTION_TIMESTAMP_RESOLUTION = 9;

	private static final int OPTION_FLAGS = 2;

	private static final int OPTION_DROP_COUNT = 4;

	private static final byte NANOSECONDS = 9;

	private static final int INBOUND = 1;

	private static final int OUTBOUND = 2;

	private PcapngBlocks() {
	}

	/**
	 * Return what a file begins with: the section and its only interface.
	 */
	static byte[] header() {
		byte[] application = "mqtt-core".getBytes(StandardCharsets.UTF_8);
		ByteBuffer blocks = allocate(256);
		int section = begin(blocks, SECTION_HEADER);
		blocks.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
		// The length of the section is not known
		blocks.putLong(-1);
		option(blocks, OPTION_USER_APPLICATION, application);
		endOptions(blocks);
		end(blocks, section);
		int description = begin(blocks, INTERFACE_DESCRIPTION);
		blocks.putShort((short) LINK_TYPE_RAW).putShort((short) 0);
		// No limit to the length of packets
		blocks.putInt(0);
		option(blocks, OPTION_TIMESTAMP_RESOLUTION, NANOSECONDS);
		endOptions(blocks);
		end(blocks, description);
		return bytes(blocks);
	}

	/**
	 * Return a block with one datagram.
	 * @param dropped how many packets are missing before this one
	 */
	static byte[] packet(Instant time, PacketDirection direction, byte[] datagram, @Nullable String comment,
			long dropped) {
		byte[] text = (comment != null) ? comment.getBytes(StandardCharsets.UTF_8) : new byte[0];
		ByteBuffer blocks = allocate(96 + datagram.length + text.length);
		int block = begin(blocks, ENHANCED_PACKET);
		blocks.putInt(0);
		long nanos = time.getEpochSecond() * 1_000_000_000 + time.getNano();
		blocks.putInt((int) (nanos >>> 32)).putInt((int) nanos);
		blocks.putInt(datagram.length).putInt(datagram.length);
		blocks.put(datagram);
		pad(blocks);
		if (comment != null) {
			option(blocks, OPTION_COMMENT, text);
		}
		blocks.putShort((short) OPTION_FLAGS).putShort((short) Integer.BYTES);
		blocks.putInt((direction == PacketDirection.SENT) ? OUTBOUND : INBOUND);
		if (dropped > 0) {
			blocks.putShort((short) OPTION_DROP_COUNT).putShort((short) Long.BYTES).putLong(dropped);
		}
		endOptions(blocks);
		end(blocks, block);
		return bytes(blocks);
	}

	private static ByteBuffer allocate(int capacity) {
		return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static int begin(ByteBuffer blocks, int type) {
		int start = blocks.position();
		blocks.putInt(type).putInt(0);
		return start;
	}

	private static void option(ByteBuffer blocks, int code, byte... value) {
		blocks.putShort((short) code).putShort((short) value.length).put(value);
		pad(blocks);
	}

	private static void endOptions(ByteBuffer blocks) {
		blocks.putInt(0);
	}

	private static void end(ByteBuffer blocks, int start) {
		int length = blocks.position() + Integer.BYTES - start;
		blocks.putInt(length).putInt(start + Integer.BYTES, length);
	}

	private static void pad(ByteBuffer blocks) {
		while (blocks.position() % Integer.BYTES != 0) {
			blocks.put((byte) 0);
		}
	}

	private static byte[] bytes(ByteBuffer blocks) {
		byte[] bytes = new byte[blocks.flip().remaining()];
		blocks.get(bytes);
		return bytes;
	}

}
