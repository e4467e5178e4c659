package io.topicwire.mqtt.store;

import java.io.IOException;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * One look at a file, and what was seen.
 */
final class FileView {

	// Two blocks of the header of the store
	private static final long SMALLEST = 2 * BlockFile.BLOCK_SIZE;

	private final CheckedFileStore file;

	private final MVStore store;

	private final Contents contents;

	private FileView(CheckedFileStore file, MVStore store, Contents contents) {
		this.file = file;
		this.store = store;
		this.contents = contents;
	}

	/**
	 * Open a file and read all of it.
	 * @return what is there, or {@code null} if that cannot be made out
	 * @throws IOException if the disk cannot be read
	 */
	static @Nullable FileView of(CheckedFileStore file) throws IOException {
		FileView view = (file.size() >= SMALLEST) ? tryOpen(file) : null;
		IOException failure = file.failure();
		if (failure != null) {
			if (view != null) {
				view.close();
			}
			throw failure;
		}
		return view;
	}

	private static @Nullable FileView tryOpen(CheckedFileStore file) {
		MVStore store = null;
		boolean read = false;
		try {
			store = Maps.open(file);
			file.opened();
			FileView view = new FileView(file, store, ContentsReader.read(store, file.newestChunk()));
			read = true;
			return view;
		}
		catch (MVStoreException ex) {
			if (ex.getErrorCode() == DataUtils.ERROR_UNSUPPORTED_FORMAT) {
				throw ex;
			}
			return null;
		}
		catch (RuntimeException | AssertionError ex) {
			// The library asserts what it expects of a file if assertions are enabled
			return null;
		}
		finally {
			if (!read && store != null) {
				store.closeImmediately();
			}
		}
	}

	CheckedFileStore file() {
		return this.file;
	}

	Contents contents() {
		return this.contents;
	}

	SessionTables tables() {
		return new SessionTables(this.store, this.file, this.contents.lastNumber(), this.contents.index());
	}

	/**
	 * Close the file without writing anything.
	 */
	void close() {
		this.store.closeImmediately();
	}

}
