package io.topicwire.mqtt.store;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.SessionChange.Cleared;
import io.topicwire.mqtt.session.SessionChange.MessageForgotten;
import io.topicwire.mqtt.session.SessionChange.MessageHandled;
import io.topicwire.mqtt.session.SessionChange.MessageReceived;
import io.topicwire.mqtt.session.SessionChange.PublishAccepted;
import io.topicwire.mqtt.session.SessionChange.PublishFinished;
import io.topicwire.mqtt.session.SessionChange.PublishReleased;
import io.topicwire.mqtt.session.SessionChange.PublishRequeued;
import io.topicwire.mqtt.session.SessionChange.PublishSent;
import io.topicwire.mqtt.session.StoredReceipt;
import io.topicwire.mqtt.store.RecordCodec.Summary;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A session as maps: what messages say is in another one than how far they are, so that
 * it is written once, and both have one record for a group of messages. Changes become
 * durable with the commit that follows.
 */
final class SessionTables {

	private static final long SUMMARY = 0;

	private static final long SMALL_RECORD = 64;

	private static final long HELD_BACK = 1024 * 1024;

	private final MVStore store;

	private final CheckedFileStore file;

	private final MVMap<Long, byte[]> publishes;

	private final MVMap<Long, byte[]> progress;

	private final MVMap<Long, byte[]> receipts;

	private final MVMap<Long, byte[]> summaries;

	private final RecordCodec codec = new RecordCodec();

	private final PublishIndex index;

	// The group that is being collected
	private final List<PublishAccepted> collected = new ArrayList<>();

	private PublishGroup group = new PublishGroup();

	private long collectedBytes;

	private long lastNumber;

	private long uncommittedBytes;

	/**
	 * Create maps.
	 * @param store the store that they are in
	 * @param file the file that they are in
	 * @param lastNumber the highest number that any message has had
	 * @param index the messages that are in the maps
	 */
	SessionTables(MVStore store, CheckedFileStore file, long lastNumber, PublishIndex index) {
		this.store = store;
		this.file = file;
		this.lastNumber = lastNumber;
		this.index = index;
		this.publishes = Maps.open(store, Maps.PUBLISHES);
		this.progress = Maps.open(store, Maps.PROGRESS);
		this.receipts = Maps.open(store, Maps.RECEIPTS);
		this.summaries = Maps.open(store, Maps.SUMMARY);
	}

	void apply(List<SessionChange> changes) {
		changes.forEach(this::apply);
		putCollected();
		this.index.takeChanged().forEach(this::putProgress);
	}

	private void apply(SessionChange change) {
		if (change instanceof PublishAccepted accepted) {
			collect(accepted);
			countUpTo(accepted.number());
		}
		else if (change instanceof PublishSent sent) {
			this.index.update(sent.number(),
					(before) -> PublishProgress.sent(sent.packetIdentifier(), sent.position()));
		}
		else if (change instanceof PublishReleased released) {
			this.index.update(released.number(), (before) -> before.release(released.position()));
		}
		else if (change instanceof PublishRequeued requeued) {
			this.index.update(requeued.number(), (before) -> PublishProgress.WAITING);
		}
		else if (change instanceof PublishFinished finished) {
			this.index.update(finished.number(), (before) -> PublishProgress.FINISHED);
		}
		else if (change instanceof MessageReceived received) {
			put(new StoredReceipt(received.packetIdentifier(), received.number(), false));
			countUpTo(received.number());
		}
		else if (change instanceof MessageHandled handled) {
			byte[] record = this.receipts.get((long) handled.packetIdentifier());
			if (record != null) {
				put(new StoredReceipt(handled.packetIdentifier(), RecordCodec.readReceipt(record).number(), true));
			}
		}
		else if (change instanceof MessageForgotten forgotten) {
			this.receipts.remove((long) forgotten.packetIdentifier());
		}
		else if (change instanceof Cleared) {
			clear();
		}
		else {
			throw new IllegalArgumentException("Cannot store " + change);
		}
	}

	private void clear() {
		this.collected.clear();
		this.collectedBytes = 0;
		this.group = new PublishGroup();
		this.index.clear();
		this.publishes.clear();
		this.progress.clear();
		this.receipts.clear();
	}

	private void collect(PublishAccepted accepted) {
		int size = accepted.message().payload().length;
		if (this.collected.size() == PublishGroup.MOST_MESSAGES
				|| this.collectedBytes + size > PublishGroup.MOST_BYTES) {
			putCollected();
		}
		this.collected.add(accepted);
		this.collectedBytes += size;
		this.index.add(this.group.add(accepted.number(), PublishProgress.WAITING));
	}

	private void putCollected() {
		if (this.collected.isEmpty()) {
			return;
		}
		byte[] record = this.codec.write(this.collected);
		this.publishes.put(this.group.key(), record);
		this.index.written(this.group, record.length);
		this.uncommittedBytes += record.length;
		this.collected.clear();
		this.collectedBytes = 0;
		this.group = new PublishGroup();
	}

	private void putProgress(PublishGroup changed) {
		if (changed.isFinished()) {
			this.publishes.remove(changed.key());
			this.progress.remove(changed.key());
			this.index.removed(changed);
		}
		else {
			this.progress.put(changed.key(), RecordCodec.write(changed));
		}
	}

	private void put(StoredReceipt receipt) {
		this.receipts.put((long) receipt.packetIdentifier(), RecordCodec.write(receipt));
	}

	void countUpTo(long number) {
		this.lastNumber = Math.max(this.lastNumber, number);
	}

	/**
	 * Take over the records of other maps with the same messages.
	 */
	void copy(SessionTables other) {
		copy(other.publishes, this.publishes);
		copy(other.progress, this.progress);
		copy(other.receipts, this.receipts);
		countUpTo(other.lastNumber);
	}

	private void copy(MVMap<Long, byte[]> source, MVMap<Long, byte[]> target) {
		for (Cursor<Long, byte[]> cursor = source.cursor(null); cursor.hasNext();) {
			Long number = cursor.next();
			target.put(number, cursor.getValue());
			this.uncommittedBytes += cursor.getValue().length;
			flush();
		}
	}

	/**
	 * Write changes before they are complete if they take much memory.
	 */
	void flush() {
		if (this.uncommittedBytes > HELD_BACK) {
			commit();
		}
	}

	/**
	 * Write all changes since the last commit.
	 * @return what to put into the header of the file
	 */
	CommitMark commit() {
		Summary summary = new Summary(this.lastNumber, this.index.count(), this.index.underWay(),
				this.receipts.sizeAsLong());
		this.summaries.put(SUMMARY, RecordCodec.write(summary));
		this.store.commit();
		this.uncommittedBytes = 0;
		return new CommitMark(this.store.getCurrentVersion(), this.lastNumber);
	}

	/**
	 * Return how much of the file is needed, more or less.
	 */
	long usedBytes() {
		return this.index.bytes() + (this.index.count() + this.receipts.sizeAsLong()) * SMALL_RECORD;
	}

	long fileSize() {
		return this.file.size();
	}

	/**
	 * Return what each message is known by.
	 */
	PublishIndex index() {
		return this.index;
	}

	/**
	 * Return the same maps in another file.
	 */
	SessionTables reopen(CheckedFileStore other) {
		return new SessionTables(Maps.open(other), other, this.lastNumber, this.index);
	}

	/**
	 * Close the file without writing anything.
	 */
	void close() {
		this.store.closeImmediately();
	}

}
