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
import io.topicwire.mqtt.store.RecordCodec.GroupProgress;
import io.topicwire.mqtt.store.RecordCodec.Summary;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of a file, and what could not.
 */
final class Contents {

	private final long version;

	private final int newestChunk;

	private final Map<Long, PublishAccepted> publishes = new TreeMap<>();

	private final Map<Long, PublishProgress> exchanges = new HashMap<>();

	// By the keys of groups whose messages are still to be read
	private final Map<Long, List<PublishProgress>> progress = new HashMap<>();

	private final PublishIndex index = new PublishIndex();

	private final Map<Integer, StoredReceipt> receipts = new HashMap<>();

	private final Set<Integer> damagedChunks = new HashSet<>();

	private @Nullable Summary summary;

	private long lastNumber;

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

	void add(GroupProgress group) {
		this.progress.put(group.key(), group.progress());
	}

	/**
	 * Add the messages of a group. If it is not known how far they are, they have to be
	 * sent, even if some of them were before.
	 * @param accepted the messages
	 * @param size size of their record
	 */
	void add(List<PublishAccepted> accepted, int size) {
		List<PublishProgress> progress = this.progress.get(accepted.get(0).number());
		PublishGroup group = new PublishGroup();
		group.size(size);
		for (int i = 0; i < accepted.size(); i++) {
			PublishProgress reached = (progress != null) ? progress.get(i) : PublishProgress.WAITING;
			group.add(accepted.get(i).number(), reached);
			countUpTo(accepted.get(i).number());
			if (reached.isUnderWay()) {
				this.exchanges.put(accepted.get(i).number(), reached);
			}
			if (!reached.equals(PublishProgress.FINISHED)) {
				this.publishes.put(accepted.get(i).number(), accepted.get(i));
			}
		}
		this.index.add(group);
	}

	void add(StoredReceipt receipt) {
		this.receipts.putIfAbsent(receipt.packetIdentifier(), receipt);
		countUpTo(receipt.number());
	}

	/**
	 * Add what is here no more, but was in an older version.
	 */
	void addMissing(Contents older) {
		older.publishes.forEach((number, accepted) -> {
			if (this.publishes.putIfAbsent(number, accepted) == null) {
				countUpTo(number);
			}
		});
		older.exchanges.forEach(this.exchanges::putIfAbsent);
		older.receipts.values().forEach(this::add);
		countUpTo(older.lastNumber);
	}

	void countUpTo(long number) {
		this.lastNumber = Math.max(this.lastNumber, number);
	}

	long lastNumber() {
		return this.lastNumber;
	}

	/**
	 * Return the messages as they are in the file.
	 */
	PublishIndex index() {
		return this.index;
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
		this.publishes.forEach((number, accepted) -> stored
			.add(this.exchanges.getOrDefault(number, PublishProgress.WAITING).of(accepted)));
		return new SessionState(stored, List.copyOf(this.receipts.values()), this.lastNumber);
	}

}
