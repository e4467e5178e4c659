package io.topicwire.mqtt.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.topicwire.mqtt.session.SessionChange.PublishAccepted;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredReceipt;
import io.topicwire.mqtt.store.RecordCodec.Exchange;
import io.topicwire.mqtt.store.RecordCodec.Summary;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of a file, and what could not.
 */
final class Contents {

	private static final Exchange NOT_SENT = new Exchange(0, 0, false, 0);

	private final long version;

	private final int newestChunk;

	private final Map<Long, PublishAccepted> publishes = new TreeMap<>();

	private final Map<Long, Exchange> exchanges = new HashMap<>();

	private final Map<Integer, StoredReceipt> receipts = new HashMap<>();

	private final Set<Integer> damagedChunks = new HashSet<>();

	private @Nullable Summary summary;

	private long lastNumber;

	private long publishBytes;

	private boolean complete = true;

	Contents(long version, int newestChunk) {
		this.version = version;
		this.newestChunk = newestChunk;
	}

	void missingMap() {
		this.complete = false;
	}

	void damaged(int chunk) {
		this.damagedChunks.add(chunk);
	}

	void add(Summary summary) {
		this.summary = summary;
		countUpTo(summary.lastNumber());
	}

	void add(PublishAccepted accepted, int size) {
		this.publishBytes += size;
		add(accepted);
	}

	private void add(PublishAccepted accepted) {
		this.publishes.putIfAbsent(accepted.number(), accepted);
		countUpTo(accepted.number());
	}

	void add(Exchange exchange) {
		this.exchanges.putIfAbsent(exchange.number(), exchange);
	}

	void add(StoredReceipt receipt) {
		this.receipts.putIfAbsent(receipt.packetIdentifier(), receipt);
		countUpTo(receipt.number());
	}

	/**
	 * Add what is here no more, but was in an older version.
	 */
	void addMissing(Contents older) {
		older.publishes.values().forEach(this::add);
		older.exchanges.values().forEach(this::add);
		older.receipts.values().forEach(this::add);
		countUpTo(older.lastNumber);
	}

	void countUpTo(long number) {
		this.lastNumber = Math.max(this.lastNumber, number);
	}

	long lastNumber() {
		return this.lastNumber;
	}

	long publishBytes() {
		return this.publishBytes;
	}

	long version() {
		return this.version;
	}

	boolean isComplete() {
		return this.complete && this.damagedChunks.isEmpty() && this.summary != null && this.summary
			.equals(new Summary(this.lastNumber, this.publishes.size(), this.exchanges.size(), this.receipts.size()));
	}

	/**
	 * Return whether all is there of what was committed last.
	 */
	boolean isUnharmed(CommitMark mark) {
		return isComplete() && this.version >= mark.version();
	}

	/**
	 * Return whether the last commit is damaged: most likely it was not written to its
	 * end.
	 */
	boolean isTorn() {
		return this.damagedChunks.contains(this.newestChunk);
	}

	int publishCount() {
		return this.publishes.size();
	}

	int exchangeCount() {
		return this.exchanges.size();
	}

	int receiptCount() {
		return this.receipts.size();
	}

	@Nullable Summary expected() {
		return this.summary;
	}

	SessionState state() {
		List<StoredPublish> stored = new ArrayList<>(this.publishes.size());
		this.publishes
			.forEach((number, accepted) -> stored.add(this.exchanges.getOrDefault(number, NOT_SENT).of(accepted)));
		return new SessionState(stored, List.copyOf(this.receipts.values()), this.lastNumber);
	}

}
