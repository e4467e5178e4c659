package io.topicwire.mqtt.store;

import java.util.List;
import java.util.function.BiConsumer;

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
import io.topicwire.mqtt.store.RecordCodec.Exchange;
import io.topicwire.mqtt.store.RecordCodec.Summary;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A session as maps: what messages say is in another one than how far they are, so that
 * it is written once. Changes become durable with the commit that follows.
 */
final class SessionTables {

	private static final long SUMMARY = 0;

	private static final long SMALL_RECORD = 64;

	private static final long HELD_BACK = 1024 * 1024;

	private final MVStore store;

	private final CheckedFileStore file;

	private final MVMap<Long, byte[]> publishes;

	private final MVMap<Long, byte[]> exchanges;

	private final MVMap<Long, byte[]> receipts;

	private final MVMap<Long, byte[]> summaries;

	private final RecordCodec codec = new RecordCodec();

	private long lastNumber;

	private long publishBytes;

	private long uncommittedBytes;

	/**
	 * Create maps.
	 * @param store the store that they are in
	 * @param file the file that they are in
	 * @param lastNumber the highest number that any message has had
	 * @param publishBytes size of all messages
	 */
	SessionTables(MVStore store, CheckedFileStore file, long lastNumber, long publishBytes) {
		this.store = store;
		this.file = file;
		this.lastNumber = lastNumber;
		this.publishBytes = publishBytes;
		this.publishes = Maps.open(store, Maps.PUBLISHES);
		this.exchanges = Maps.open(store, Maps.EXCHANGES);
		this.receipts = Maps.open(store, Maps.RECEIPTS);
		this.summaries = Maps.open(store, Maps.SUMMARY);
	}

	void apply(List<SessionChange> changes) {
		changes.forEach(this::apply);
	}

	private void apply(SessionChange change) {
		if (change instanceof PublishAccepted accepted) {
			putPublish(accepted.number(), this.codec.write(accepted));
			countUpTo(accepted.number());
		}
		else if (change instanceof PublishSent sent) {
			put(new Exchange(sent.number(), sent.packetIdentifier(), false, sent.position()));
		}
		else if (change instanceof PublishReleased released) {
			byte[] record = this.exchanges.get(released.number());
			if (record != null) {
				put(new Exchange(released.number(), RecordCodec.readExchange(record).packetIdentifier(), true,
						released.position()));
			}
		}
		else if (change instanceof PublishRequeued requeued) {
			this.exchanges.remove(requeued.number());
		}
		else if (change instanceof PublishFinished finished) {
			byte[] record = this.publishes.remove(finished.number());
			this.publishBytes -= (record != null) ? record.length : 0;
			this.exchanges.remove(finished.number());
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
			this.publishes.clear();
			this.exchanges.clear();
			this.receipts.clear();
			this.publishBytes = 0;
		}
		else {
			throw new IllegalArgumentException("Cannot store " + change);
		}
	}

	private void putPublish(long number, byte[] record) {
		byte[] old = this.publishes.put(number, record);
		this.publishBytes += record.length - ((old != null) ? old.length : 0);
		this.uncommittedBytes += record.length;
	}

	private void put(Exchange exchange) {
		this.exchanges.put(exchange.number(), RecordCodec.write(exchange));
	}

	private void put(StoredReceipt receipt) {
		this.receipts.put((long) receipt.packetIdentifier(), RecordCodec.write(receipt));
	}

	void countUpTo(long number) {
		this.lastNumber = Math.max(this.lastNumber, number);
	}

	/**
	 * Take over all that other maps have.
	 */
	void copy(SessionTables other) {
		copy(other.publishes, this::putPublish);
		copy(other.exchanges, this.exchanges::put);
		copy(other.receipts, this.receipts::put);
		countUpTo(other.lastNumber);
	}

	private void copy(MVMap<Long, byte[]> source, BiConsumer<Long, byte[]> target) {
		for (Cursor<Long, byte[]> cursor = source.cursor(null); cursor.hasNext();) {
			Long number = cursor.next();
			target.accept(number, cursor.getValue());
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
		Summary summary = new Summary(this.lastNumber, this.publishes.sizeAsLong(), this.exchanges.sizeAsLong(),
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
		return this.publishBytes + (this.exchanges.sizeAsLong() + this.receipts.sizeAsLong()) * SMALL_RECORD;
	}

	long fileSize() {
		return this.file.size();
	}

	/**
	 * Return the same maps in another file.
	 */
	SessionTables reopen(CheckedFileStore other) {
		return new SessionTables(Maps.open(other), other, this.lastNumber, this.publishBytes);
	}

	/**
	 * Close the file without writing anything.
	 */
	void close() {
		this.store.closeImmediately();
	}

}
