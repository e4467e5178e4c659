package io.topicwire.mqtt.store;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The maps that a file has.
 */
final class Maps {

	static final String PUBLISHES = "publishes";

	static final String PROGRESS = "progress";

	static final String RECEIPTS = "receipts";

	static final String SUMMARY = "summary";

	private Maps() {
	}

	/**
	 * Open a store that has no thread of its own and writes at commits only.
	 */
	static MVStore open(CheckedFileStore file) {
		MVStore.Builder builder = new MVStore.Builder().adoptFileStore(file)
			.autoCommitDisabled()
			.autoCommitBufferSize(0);
		MVStore store = (file.isReadOnly() ? builder.readOnly() : builder).open();
		store.setVersionsToKeep(0);
		return store;
	}

	static MVMap<Long, byte[]> open(MVStore store, String name) {
		return store.openMap(name,
				new MVMap.Builder<Long, byte[]>().keyType(NumberType.INSTANCE).valueType(RecordType.INSTANCE));
	}

	/**
	 * Return the chunk that the root of a map is in.
	 */
	static @Nullable Integer rootChunk(MVStore store, String name) {
		String root = store.getLayoutMap().get("root." + store.getMetaMap().get("name." + name));
		return (root != null) ? DataUtils.getPageChunkId(Long.parseUnsignedLong(root, 16)) : null;
	}

}
