package io.topicwire.mqtt.store;

import java.nio.ByteBuffer;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Writes and reads the numbers that records are found by.
 */
final class NumberType extends BasicDataType<Long> {

	static final NumberType INSTANCE = new NumberType();

	private static final int LARGEST_PAGE = 64 * 1024;

	private static final int OBJECT_SIZE = 24;

	private NumberType() {
	}

	// A page that is damaged may say that it has any number of keys
	static int checkedSize(int size) {
		if (size < 0 || size > LARGEST_PAGE) {
			throw new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "A page cannot have " + size + " keys");
		}
		return size;
	}

	@Override
	public int compare(Long one, Long other) {
		return one.compareTo(other);
	}

	@Override
	public int getMemory(Long number) {
		return OBJECT_SIZE;
	}

	@Override
	public Long[] createStorage(int size) {
		return new Long[checkedSize(size)];
	}

	@Override
	public void write(WriteBuffer buffer, Long number) {
		buffer.putLong(number);
	}

	@Override
	public Long read(ByteBuffer buffer) {
		return buffer.getLong();
	}

}
