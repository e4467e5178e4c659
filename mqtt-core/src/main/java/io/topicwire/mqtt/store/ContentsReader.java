package io.topicwire.mqtt.store;

import java.util.function.Consumer;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that can be read, page by page: what is damaged does not keep it from the
 * rest.
 */
final class ContentsReader {

	// Far more than any map needs; a damaged one may go round in circles
	private static final int DEEPEST = 16;

	private final MVStore store;

	private final Contents contents;

	private final RecordCodec codec = new RecordCodec();

	private ContentsReader(MVStore store, Contents contents) {
		this.store = store;
		this.contents = contents;
	}

	static Contents read(MVStore store, int newestChunk) {
		Contents contents = new Contents(store.getCurrentVersion(), newestChunk);
		ContentsReader reader = new ContentsReader(store, contents);
		reader.read(Maps.SUMMARY, (record) -> contents.add(RecordCodec.readSummary(record)));
		reader.read(Maps.PROGRESS, (record) -> contents.add(RecordCodec.readProgress(record)));
		reader.read(Maps.PUBLISHES, (record) -> contents.add(reader.codec.readAccepted(record), record.length));
		reader.read(Maps.RECEIPTS, (record) -> contents.add(RecordCodec.readReceipt(record)));
		return contents;
	}

	private void read(String map, Consumer<byte[]> target) {
		if (!this.store.hasMap(map)) {
			this.contents.missingMap();
			return;
		}
		Page<Long, byte[]> root = readRoot(map);
		if (root != null) {
			read(root, target, 0);
		}
	}

	private @Nullable Page<Long, byte[]> readRoot(String name) {
		try {
			MVMap<Long, byte[]> map = Maps.open(this.store, name);
			return map.getRootPage();
		}
		catch (RuntimeException | AssertionError ex) {
			Integer chunk = Maps.rootChunk(this.store, name);
			if (chunk != null) {
				this.contents.damaged(chunk);
			}
			else {
				this.contents.missingMap();
			}
			return null;
		}
	}

	private void read(Page<Long, byte[]> page, Consumer<byte[]> target, int depth) {
		if (page.isLeaf()) {
			readRecords(page, target);
			return;
		}
		for (int i = 0; i < page.getRawChildPageCount(); i++) {
			Page<Long, byte[]> child = readChild(page, i);
			if (child != null && depth < DEEPEST) {
				read(child, target, depth + 1);
			}
		}
	}

	private void readRecords(Page<Long, byte[]> leaf, Consumer<byte[]> target) {
		for (int i = 0; i < leaf.getKeyCount(); i++) {
			byte[] record = leaf.getValue(i);
			if (record == Record.DAMAGED || !isAccepted(record, target)) {
				this.contents.damaged(DataUtils.getPageChunkId(leaf.getPos()));
			}
		}
	}

	private static boolean isAccepted(byte[] record, Consumer<byte[]> target) {
		try {
			target.accept(record);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private @Nullable Page<Long, byte[]> readChild(Page<Long, byte[]> page, int index) {
		try {
			return page.getChildPage(index);
		}
		catch (RuntimeException | AssertionError ex) {
			// The library asserts what it expects of a page if assertions are enabled
			this.contents.damaged(DataUtils.getPageChunkId(page.getChildPagePos(index)));
			return null;
		}
	}

}
