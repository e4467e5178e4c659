package io.topicwire.mqtt.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Writes and reads records, each after its length. Whatever the bytes are, as many
 * records are read as there should be: a damaged one as {@link Record#DAMAGED}, and those
 * after it none the less.
 */
final class RecordType extends BasicDataType<byte[]> {

	static final RecordType INSTANCE = new RecordType();

	private static final int LENGTH = Integer.BYTES;

	// Looking for the next record takes quadratic time; larger pages have few records
	private static final int LARGEST_SEARCH = 16 * 1024;

	private static final int OBJECT_SIZE = 16;

	private RecordType() {
	}

	@Override
	public int getMemory(byte[] record) {
		return OBJECT_SIZE + record.length;
	}

	// The sizes of messages vary too much for that
	@Override
	public boolean isMemoryEstimationAllowed() {
		return false;
	}

	@Override
	public byte[][] createStorage(int size) {
		return new byte[NumberType.checkedSize(size)][];
	}

	@Override
	public void write(WriteBuffer buffer, byte[] record) {
		buffer.putInt(record.length).put(record);
	}

	@Override
	public byte[] read(ByteBuffer buffer) {
		int start = buffer.position();
		int next = start + LENGTH + lengthAt(buffer, start);
		if (isIntactAt(buffer, start)) {
			buffer.position(next);
			return Arrays.copyOfRange(buffer.array(), buffer.arrayOffset() + start + LENGTH,
					buffer.arrayOffset() + next);
		}
		boolean lengthIsRight = next > start && (next == buffer.limit() || isIntactAt(buffer, next));
		buffer.position(lengthIsRight ? next : search(buffer, start));
		return Record.DAMAGED;
	}

	private static int search(ByteBuffer buffer, int start) {
		int limit = buffer.limit();
		if (limit - start <= LARGEST_SEARCH) {
			for (int position = start + 1; position < limit; position++) {
				if (isIntactAt(buffer, position)) {
					return position;
				}
			}
		}
		return limit;
	}

	private static boolean isIntactAt(ByteBuffer buffer, int position) {
		int length = lengthAt(buffer, position);
		return length >= 0 && Record.isIntact(buffer, position + LENGTH, length);
	}

	// Something negative if there can be no record
	private static int lengthAt(ByteBuffer buffer, int position) {
		int available = buffer.limit() - position - LENGTH;
		int length = (available >= 0) ? buffer.getInt(position) : -1;
		return (length >= Record.OVERHEAD && length <= available) ? length : -LENGTH;
	}

}
