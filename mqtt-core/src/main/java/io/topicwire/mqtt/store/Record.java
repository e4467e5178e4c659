package io.topicwire.mqtt.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One stored record: a checksum and what it is the checksum of.
 */
final class Record {

	static final int OVERHEAD = Integer.BYTES;

	/**
	 * Stands for a record that cannot be read.
	 */
	static final byte[] DAMAGED = {};

	private Record() {
	}

	/**
	 * Create a record with room for content.
	 * @param size size of the content in bytes
	 * @return a buffer over the array of the whole record, at the start of the content
	 */
	static ByteBuffer allocate(int size) {
		return ByteBuffer.allocate(OVERHEAD + size).position(OVERHEAD);
	}

	static byte[] seal(ByteBuffer record) {
		byte[] bytes = record.array();
		record.putInt(0, checksum(bytes, OVERHEAD, bytes.length - OVERHEAD));
		return bytes;
	}

	static ByteBuffer content(byte[] record) {
		return ByteBuffer.wrap(record, OVERHEAD, record.length - OVERHEAD);
	}

	static boolean isIntact(ByteBuffer buffer, int position, int length) {
		return length >= OVERHEAD && buffer.getInt(position) == checksum(buffer.array(),
				buffer.arrayOffset() + position + OVERHEAD, length - OVERHEAD);
	}

	static int checksum(byte[] bytes, int offset, int length) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, offset, length);
		return (int) checksum.getValue();
	}

}
