package io.topicwire.mqtt.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a file: that it is one of ours, and whose. What was committed last
 * is in another sector, so that writing that again cannot damage this.
 */
final class FileHeader {

	static final int SIZE = 4096;

	static final int MARK_POSITION = 2048;

	static final int MARK_SIZE = Record.OVERHEAD + 2 * Long.BYTES;

	static final int FORMAT = 1;

	private static final byte[] MAGIC = "MQTT session\r\n\u001A\n".getBytes(StandardCharsets.US_ASCII);

	private FileHeader() {
	}

	static byte[] write(int format, byte[] owner) {
		ByteBuffer record = Record.allocate(MAGIC.length + Integer.BYTES + owner.length);
		record.put(MAGIC).putInt(format).put(owner);
		return Arrays.copyOf(Record.seal(record), SIZE);
	}

	/**
	 * Read what the first bytes of a file say.
	 * @param header the bytes
	 * @param owner what is expected to be the owner
	 * @return the number of the format, or {@code null} if the bytes are damaged
	 * @throws ForeignFileException if it belongs to another owner
	 */
	static @Nullable Integer readFormat(byte[] header, byte[] owner) throws ForeignFileException {
		ByteBuffer buffer = ByteBuffer.wrap(header);
		if (!Record.isIntact(buffer, 0, Record.OVERHEAD + MAGIC.length + Integer.BYTES + owner.length)) {
			return null;
		}
		buffer.position(Record.OVERHEAD + MAGIC.length);
		int format = buffer.getInt();
		byte[] actual = new byte[owner.length];
		buffer.get(actual);
		if (format == FORMAT && !Arrays.equals(actual, owner)) {
			throw new ForeignFileException();
		}
		return format;
	}

	static byte[] writeMark(CommitMark mark) {
		return Record
			.seal(Record.allocate(MARK_SIZE - Record.OVERHEAD).putLong(mark.version()).putLong(mark.lastNumber()));
	}

	static @Nullable CommitMark readMark(byte[] header) {
		ByteBuffer buffer = ByteBuffer.wrap(header);
		if (!Record.isIntact(buffer, MARK_POSITION, MARK_SIZE)) {
			return null;
		}
		buffer.position(MARK_POSITION + Record.OVERHEAD);
		return new CommitMark(buffer.getLong(), buffer.getLong());
	}

}
