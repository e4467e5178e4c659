package io.topicwire.mqtt.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipOutputStream;

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
final class CheckedFileStore extends RandomAccessStore {

	// One megabyte, and not split, as it serves one thread
	private static final Map<String, Object> CACHE = Map.of("cacheSize", 1, "cacheConcurrency", 1, "pageSplitSize",
			4096);

	private final BlockFile file;

	private final boolean durable;

	private final Leniency leniency;

	private final long newestVersion;

	private boolean opened;

	private @Nullable IOException failure;

	private CheckedFileStore(BlockFile file, boolean durable, Leniency leniency, long newestVersion)
			throws IOException {
		super(CACHE);
		this.file = file;
		this.durable = durable;
		this.leniency = leniency;
		this.newestVersion = newestVersion;
		init("session", leniency != Leniency.NONE);
		setSize(file.size());
		setReuseSpace(false);
	}

	/**
	 * Create a store to read and write.
	 * @param file where
	 * @param durable whether to wait for the disk
	 */
	static CheckedFileStore toWrite(BlockFile file, boolean durable) throws IOException {
		return new CheckedFileStore(file, durable, Leniency.NONE, Long.MAX_VALUE);
	}

	/**
	 * Create a store to read what can be read of a damaged file.
	 * @param file where
	 * @param leniency what to read although it is damaged
	 * @param newestVersion the newest version to look for
	 */
	static CheckedFileStore toSalvage(BlockFile file, Leniency leniency, long newestVersion) throws IOException {
		return new CheckedFileStore(file, false, leniency, newestVersion);
	}

	/**
	 * Return whether everything is as it was written in chunks that have something of
	 * use, also what was not read so far.
	 */
	boolean isSound() throws IOException {
		try {
			for (SFChunk chunk : getChunks().values()) {
				for (long block = chunk.block; isLive(chunk) && block < chunk.block + chunk.len; block++) {
					this.file.read(block * BlockFile.BLOCK_SIZE, BlockFile.BLOCK_SIZE, (owner) -> check(owner, chunk));
				}
			}
			return true;
		}
		catch (DamagedBlockException | EOFException ex) {
			return false;
		}
	}

	private static boolean isLive(SFChunk chunk) {
		return chunk.maxLenLive > 0;
	}

	/**
	 * Look at what is behind the last commit.
	 */
	Tail tail() throws IOException {
		SFChunk last = this.lastChunk;
		long end = getAfterLastBlock_();
		if (this.file.bytesBehind(end * BlockFile.BLOCK_SIZE) <= 0) {
			return Tail.NONE;
		}
		int next = (last != null) ? last.id + 1 : 1;
		boolean foreign = false;
		for (long block = end; block < size() / BlockFile.BLOCK_SIZE; block++) {
			int owner = this.file.owner(block);
			if (owner == next) {
				return Tail.UNFINISHED;
			}
			foreign |= owner != BlockFile.NOBODY;
		}
		return foreign ? Tail.FOREIGN : Tail.UNFINISHED;
	}

	/**
	 * Cut off what is behind the last commit.
	 */
	void cutTail() {
		truncate(getAfterLastBlock_() * BlockFile.BLOCK_SIZE);
	}

	// Otherwise the whole file is refused if anything is wrong with any of its chunks
	@Override
	protected void readStoreHeader(boolean recoveryMode) {
		if (this.leniency == Leniency.NONE) {
			super.readStoreHeader(recoveryMode);
			return;
		}
		for (SFChunk chunk : findChunks()) {
			if (isReadable(chunk)) {
				return;
			}
		}
		throw new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "Nothing can be read");
	}

	// The newest comes first, and of the same version one that was written to its end
	private List<SFChunk> findChunks() {
		List<SFChunk> chunks = new ArrayList<>();
		for (long block = 0; block < size() / BlockFile.BLOCK_SIZE; block++) {
			SFChunk chunk = readChunkHeaderOptionally(block);
			if (chunk != null && chunk.version <= this.newestVersion) {
				chunks.add(chunk);
			}
		}
		chunks.sort(Comparator.comparingLong((SFChunk chunk) -> chunk.version)
			.thenComparing((chunk) -> readChunkHeaderAndFooter(chunk.block, chunk.id) != null)
			.reversed());
		return chunks;
	}

	private boolean isReadable(SFChunk chunk) {
		try {
			setLastChunk(chunk);
			// Each of them is remembered when it is found
			getChunksFromLayoutMap().forEach(Objects::requireNonNull);
			return true;
		}
		catch (RuntimeException | AssertionError ex) {
			// The library asserts what it expects of a page if assertions are enabled
			return false;
		}
	}

	/**
	 * Note that what follows is the reading of records.
	 */
	void opened() {
		this.opened = true;
	}

	// An error of the disk, which says nothing about what is on it
	@Nullable IOException failure() {
		return this.failure;
	}

	int newestChunk() {
		return (this.lastChunk != null) ? this.lastChunk.id : BlockCheck.DAMAGED;
	}

	@Override
	public ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
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

	private BlockCheck.Decision check(int owner, SFChunk chunk) {
		if (owner == chunk.id) {
			return BlockCheck.Decision.USE;
		}
		boolean forgiven = this.leniency == Leniency.ALL || (this.leniency == Leniency.RECORDS && this.opened);
		if (!forgiven) {
			return BlockCheck.Decision.FAIL;
		}
		// Another chunk was to be overwritten: its records would come back to life
		return (owner == BlockCheck.DAMAGED) ? BlockCheck.Decision.USE : BlockCheck.Decision.BLANK;
	}

	// Without a chunk it is chunks that are looked for, so that anything may be there
	private BlockCheck.Decision checkSearched(int owner) {
		return (owner != BlockCheck.DAMAGED || this.leniency == Leniency.ALL) ? BlockCheck.Decision.USE
				: BlockCheck.Decision.BLANK;
	}

	@Override
	protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
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
	protected void truncate(long size) {
		try {
			this.file.truncate(size);
			setSize(size);
		}
		catch (IOException ex) {
			throw failed(DataUtils.ERROR_WRITING_FAILED, ex);
		}
	}

	@Override
	public void sync() {
		try {
			if (this.durable) {
				this.file.sync();
			}
		}
		catch (IOException ex) {
			throw failed(DataUtils.ERROR_WRITING_FAILED, ex);
		}
	}

	// Less than nothing: with zero, a clock that was set back lets the list of chunks
	// grow
	@Override
	public int getDefaultRetentionTime() {
		return -1;
	}

	@Override
	public void close() {
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

	@Override
	public void open(String fileName, boolean readOnly, char[] encryptionKey) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileStore<SFChunk> open(String fileName, boolean readOnly) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void backup(ZipOutputStream target) {
		throw new UnsupportedOperationException();
	}

	private static MVStoreException failed(int code, IOException cause) {
		MVStoreException failure = new MVStoreException(code, String.valueOf(cause.getMessage()));
		failure.initCause(cause);
		return failure;
	}

	/**
	 * What is read although it is damaged.
	 */
	enum Leniency {

		/**
		 * Nothing.
		 */
		NONE,

		/**
		 * Records, which have checksums of their own, and what leads to them.
		 */
		RECORDS,

		/**
		 * Whatever there is.
		 */
		ALL

	}

	/**
	 * What is behind the last commit.
	 */
	enum Tail {

		/**
		 * Nothing.
		 */
		NONE,

		/**
		 * A part of the next commit.
		 */
		UNFINISHED,

		/**
		 * Something else.
		 */
		FOREIGN

	}

}
