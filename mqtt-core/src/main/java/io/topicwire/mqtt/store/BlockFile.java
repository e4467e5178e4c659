package io.topicwire.mqtt.store;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A file that knows whether what is read is what was written. After its
 * {@link FileHeader} come blocks, and after each block the number of the chunk that it is
 * a part of and a checksum: a block that was meant to be overwritten and was not is found
 * as well. Unlike a {@link java.nio.channels.FileChannel} it survives the interruption of
 * a thread that uses it.
 */
final class BlockFile implements Closeable {

	static final int BLOCK_SIZE = 4096;

	/**
	 * The owner of a block that was never written.
	 */
	static final int NOBODY = -2;

	private static final int TRAILER_SIZE = 2 * Integer.BYTES;

	private static final int STRIDE = BLOCK_SIZE + TRAILER_SIZE;

	private static final int BLOCKS_AT_ONCE = 16;

	private final RandomAccessFile file;

	private final byte[] header = new byte[FileHeader.SIZE];

	private final byte[] blocks = new byte[BLOCKS_AT_ONCE * STRIDE];

	BlockFile(Path path) throws IOException {
		this.file = new RandomAccessFile(path.toFile(), "rw");
		boolean read = false;
		try {
			this.file.readFully(this.header, 0, (int) Math.min(this.file.length(), this.header.length));
			read = true;
		}
		finally {
			if (!read) {
				this.file.close();
			}
		}
	}

	void writeHeader(byte[] owner) throws IOException {
		this.file.seek(0);
		this.file.write(FileHeader.write(FileHeader.FORMAT, owner));
	}

	@Nullable Integer format(byte[] owner) throws ForeignFileException {
		return FileHeader.readFormat(this.header, owner);
	}

	@Nullable CommitMark mark() {
		return FileHeader.readMark(this.header);
	}

	void writeMark(CommitMark mark) throws IOException {
		this.file.seek(FileHeader.MARK_POSITION);
		this.file.write(FileHeader.writeMark(mark));
	}

	/**
	 * Return the size of all blocks that are there as a whole, without what belongs to
	 * the file only.
	 */
	long size() throws IOException {
		return Math.max(0, this.file.length() - FileHeader.SIZE) / STRIDE * BLOCK_SIZE;
	}

	/**
	 * Return how many bytes there are behind the blocks up to a position.
	 */
	long bytesBehind(long position) throws IOException {
		return this.file.length() - offset(position / BLOCK_SIZE);
	}

	/**
	 * Read bytes, wherever the blocks begin.
	 * @param position where, as if there were nothing between the blocks
	 * @param length how many
	 * @param check what to do about damage
	 */
	ByteBuffer read(long position, int length, BlockCheck check) throws IOException {
		if (position < 0 || length < 0 || length > size() - position) {
			throw new EOFException("There are no " + length + " bytes at " + position + " in " + size());
		}
		byte[] target = new byte[length];
		long end = position + length;
		for (long block = position / BLOCK_SIZE; block * BLOCK_SIZE < end; block += BLOCKS_AT_ONCE) {
			int count = (int) Math.min(BLOCKS_AT_ONCE, (end - 1) / BLOCK_SIZE - block + 1);
			this.file.seek(offset(block));
			this.file.readFully(this.blocks, 0, count * STRIDE);
			for (int i = 0; i < count; i++) {
				check(block + i, i * STRIDE, check);
				copy((block + i) * BLOCK_SIZE, i * STRIDE, position, target);
			}
		}
		return ByteBuffer.wrap(target);
	}

	/**
	 * Return the chunk that a block belongs to.
	 * @return the number of the chunk, {@link BlockCheck#DAMAGED} or {@link #NOBODY}
	 */
	int owner(long block) throws IOException {
		this.file.seek(offset(block));
		this.file.readFully(this.blocks, 0, STRIDE);
		boolean empty = Arrays.equals(this.blocks, 0, STRIDE, new byte[STRIDE], 0, STRIDE);
		return empty ? NOBODY : owner(block, 0);
	}

	private int owner(long block, int offset) {
		ByteBuffer trailer = ByteBuffer.wrap(this.blocks, offset + BLOCK_SIZE, TRAILER_SIZE);
		int chunk = trailer.getInt();
		return (trailer.getInt() == checksum(block, offset)) ? chunk : BlockCheck.DAMAGED;
	}

	private void check(long block, int offset, BlockCheck check) throws IOException {
		switch (check.apply(owner(block, offset))) {
			case FAIL -> throw new DamagedBlockException("Block " + block + " is damaged");
			case BLANK -> Arrays.fill(this.blocks, offset, offset + BLOCK_SIZE, (byte) 0);
			case USE -> {
				// As it is
			}
		}
	}

	private void copy(long blockPosition, int offset, long position, byte[] target) {
		int from = (int) Math.max(0, position - blockPosition);
		int to = (int) Math.min(BLOCK_SIZE, position + target.length - blockPosition);
		System.arraycopy(this.blocks, offset + from, target, (int) (blockPosition + from - position), to - from);
	}

	/**
	 * Write whole blocks.
	 * @param chunk the number of the chunk that they belong to
	 * @param position where, a multiple of the size of a block
	 * @param source what, a multiple of the size of a block
	 */
	void write(int chunk, long position, ByteBuffer source) throws IOException {
		long length = this.file.length();
		try {
			long block = position / BLOCK_SIZE;
			while (source.hasRemaining()) {
				int count = Math.min(BLOCKS_AT_ONCE, source.remaining() / BLOCK_SIZE);
				for (int i = 0; i < count; i++) {
					source.get(this.blocks, i * STRIDE, BLOCK_SIZE);
					ByteBuffer.wrap(this.blocks, i * STRIDE + BLOCK_SIZE, TRAILER_SIZE).putInt(chunk);
					ByteBuffer.wrap(this.blocks, i * STRIDE + BLOCK_SIZE + Integer.BYTES, Integer.BYTES)
						.putInt(checksum(block + i, i * STRIDE));
				}
				this.file.seek(offset(block));
				this.file.write(this.blocks, 0, count * STRIDE);
				block += count;
			}
		}
		catch (IOException ex) {
			giveBack(length, ex);
			throw ex;
		}
	}

	// What a full disk has taken of this write is of use to nobody
	private void giveBack(long length, IOException failure) {
		try {
			if (this.file.length() > length) {
				this.file.setLength(length);
			}
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	void truncate(long size) throws IOException {
		this.file.setLength(offset(size / BLOCK_SIZE));
	}

	void sync() throws IOException {
		this.file.getFD().sync();
	}

	private int checksum(long block, int offset) {
		return Record.checksum(this.blocks, offset, BLOCK_SIZE + Integer.BYTES) ^ (int) block;
	}

	private static long offset(long block) {
		return FileHeader.SIZE + block * STRIDE;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
