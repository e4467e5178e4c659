package io.topicwire.mqtt.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.topicwire.mqtt.store.BlockCheck.Decision;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SFChunk;

/**
 * Reads what can be read of a damaged file.
 */
final class SalvagedFileStore extends CheckedFileStore {

	private final boolean lenient;

	private final long newestVersion;

	private boolean opened;

	/**
	 * Create a store.
	 * @param file where
	 * @param lenient whether also that may be damaged which records are found by
	 * @param newestVersion the newest version to look for
	 */
	SalvagedFileStore(BlockFile file, boolean lenient, long newestVersion) throws IOException {
		super(file, true, false);
		this.lenient = lenient;
		this.newestVersion = newestVersion;
	}

	@Override
	void opened() {
		this.opened = true;
	}

	@Override
	Decision check(int owner, SFChunk chunk) {
		if (owner == chunk.id || (!this.lenient && !this.opened)) {
			return super.check(owner, chunk);
		}
		// Records have checksums of their own; but those that were to be overwritten by
		// this chunk have right ones as well, and must not come back to life
		return (owner == BlockCheck.DAMAGED) ? Decision.USE : Decision.BLANK;
	}

	@Override
	Decision checkSearched(int owner) {
		return this.lenient ? Decision.USE : super.checkSearched(owner);
	}

	// Otherwise the whole file is refused if anything is wrong with any of its chunks
	@Override
	protected void readStoreHeader(boolean recoveryMode) {
		if (findChunks().stream().noneMatch(this::isReadable)) {
			throw new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "Nothing can be read");
		}
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

}
