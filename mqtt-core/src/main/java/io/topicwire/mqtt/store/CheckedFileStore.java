package io.topicwire.mqtt.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.ZipOutputStream;

import io.topicwire.mqtt.store.BlockCheck.Decision;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.jspecify.annotations.Nullable;

/**
 * What a store of maps does with its {@link BlockFile}: notices damage, and overwrites
 * nothing, so that whatever happens to the end of the file, what was committed before is
 * there.
 */
class CheckedFileStore extends RandomAccessStore {

	// One megabyte, and not split, as it serves one thread
	private static final Map<String, Object> CACHE = Map.of("cacheSize", 1, "cacheConcurrency", 1, "pageSplitSize",
			4096);

	private final BlockFile file;

	private final boolean durable;

	private @Nullable IOException failure;

	/**
	 * Create a store.
	 * @param file where
	 * @param readOnly whether nothing is ever written
	 * @param durable whether to wait for the disk
	 */
	CheckedFileStore(BlockFile file, boolean readOnly, boolean durable) throws IOException {
		super(CACHE);
		this.file = file;
		this.durable = durable;
		init("session", readOnly);
		setSize(file.size());
		setReuseSpace(false);
	}

	/**
	 * Note that all is known of the file but the records.
	 */
	void opened() {
	}

	// An error of the disk, which says nothing about what is on it
	@Nullable IOException failure() {
		return this.failure;
	}

	int newestChunk() {
		return (this.lastChunk != null) ? this.lastChunk.id : BlockCheck.DAMAGED;
	}

	/**
	 * Return whether everything is as it was written in chunks that have something of
	 * use, also what was not read so far.
	 */
	boolean isSound() throws IOException {
		try {
			for (SFChunk chunk : getChunks().values()) {
				boolean live = chunk.maxLenLive > 0;
				for (long block = chunk.block; live && block < chunk.block + chunk.len; block++) {
					this.file.read(block * BlockFile.BLOCK_SIZE, BlockFile.BLOCK_SIZE, (owner) -> check(owner, chunk));
				}
			}
			return true;
		}
		catch (DamagedBlockException | EOFException ex) {
			return false;
		}
	}

	/**
	 * Look at what is behind the last commit.
	 */
	FileTail tail() throws IOException {
		int nextChunk = (this.lastChunk != null) ? this.lastChunk.id + 1 : 1;
		return FileTail.of(this.file, getAfterLastBlock_(), nextChunk);
	}

	/**
	 * Cut off what is behind the last commit.
	 */
	void cutTail() {
		truncate(getAfterLastBlock_() * BlockFile.BLOCK_SIZE);
	}

	@Override
	public final ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
		try {
			ByteBuffer bytes = this.file.read(position, length,
					(chunk != null) ? (owner) -> check(owner, chunk) : this::checkSearched);
			this.readCount.incrementAndGet();
			this.readBytes.addAndGet(length);
			return bytes;
		}
		catch (DamagedBlockException | EOFException ex) {
			throw failed(DataUtils.ERROR_FILE_CORRUPT, ex);
		}
		catch (IOException ex) {
			this.failure = ex;
			throw failed(DataUtils.ERROR_READING_FAILED, ex);
		}
	}

	Decision check(int owner, SFChunk chunk) {
		return (owner == chunk.id) ? Decision.USE : Decision.FAIL;
	}

	// Without a chunk it is chunks that are looked for, so that anything may be there
	Decision checkSearched(int owner) {
		return (owner != BlockCheck.DAMAGED) ? Decision.USE : Decision.BLANK;
	}

	@Override
	protected final void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
		int length = source.remaining();
		try {
			this.file.write((chunk != null) ? chunk.id : 0, position, source);
			setSize(Math.max(size(), position + length));
			this.writeCount.incrementAndGet();
			this.writeBytes.addAndGet(length);
		}
		catch (IOException ex) {
			throw failed(DataUtils.ERROR_WRITING_FAILED, ex);
		}
	}

	@Override
	protected final void truncate(long size) {
		try {
			this.file.truncate(size);
			setSize(size);
		}
		catch (IOException ex) {
			throw failed(DataUtils.ERROR_WRITING_FAILED, ex);
		}
	}

	@Override
	public final void sync() {
		try {
			if (this.durable) {
				this.file.sync();
			}
		}
		catch (IOException ex) {
			throw failed(DataUtils.ERROR_WRITING_FAILED, ex);
		}
	}

	// Less than nothing: with zero, the list of chunks grows if the clock is set back
	@Override
	public final int getDefaultRetentionTime() {
		return -1;
	}

	@Override
	public final void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw failed(DataUtils.ERROR_WRITING_FAILED, ex);
		}
		finally {
			super.close();
		}
	}

	// Three methods that are demanded, but never called for a file that is given
	@Override
	public final void open(String fileName, boolean readOnly, char[] encryptionKey) {
		throw new UnsupportedOperationException("The file was opened before");
	}

	@Override
	public final FileStore<SFChunk> open(String fileName, boolean readOnly) {
		throw new UnsupportedOperationException("The file was opened before");
	}

	@Override
	public final void backup(ZipOutputStream target) {
		throw new UnsupportedOperationException("A session is not copied while it changes");
	}

	private static MVStoreException failed(int code, IOException cause) {
		MVStoreException failure = new MVStoreException(code, String.valueOf(cause.getMessage()));
		failure.initCause(cause);
		return failure;
	}

}
