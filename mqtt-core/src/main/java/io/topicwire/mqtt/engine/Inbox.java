package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.topicwire.mqtt.InboxOverflowPolicy;

/**
 * Counts the received messages that wait for their handlers, and their bytes. When there
 * are too many, the reader waits after one of QoS 1 or 2, while one of QoS 0 finds no
 * room or makes the reader wait as well. Messages of QoS 0 are counted apart: those that
 * may be dropped must not hold back the others. Guarded by the lock of the client.
 */
final class Inbox {

	private static final long LINGER_NANOS = 1_000_000;

	private final int atMostOnceLimit;

	private final long byteLimit;

	private final boolean dropsOldest;

	private final boolean stopsReading;

	private final ClientLock lock;

	private final Signal hasRoom;

	private final Signal halfEmpty;

	// Those of QoS 0 in their order, if the oldest may have to go
	private final Set<Delivery> droppable = new LinkedHashSet<>();

	private int atMostOnce;

	private long atMostOnceBytes;

	private int acknowledged;

	private long acknowledgedBytes;

	// Those of messages whose handlers are stuck
	private long withheldBytes;

	private int acknowledgedLimit = Integer.MAX_VALUE;

	// Lets the reader pass without the lock
	private volatile boolean full;

	/**
	 * Create an empty inbox.
	 * @param settings what may wait
	 * @param lock the lock of the client
	 */
	Inbox(InboxSettings settings, ClientLock lock) {
		this.atMostOnceLimit = settings.messages();
		this.byteLimit = settings.bytes();
		this.dropsOldest = settings.overflowPolicy() == InboxOverflowPolicy.DROP_OLDEST;
		this.stopsReading = settings.overflowPolicy() == InboxOverflowPolicy.STOP_READING;
		this.lock = lock;
		this.hasRoom = lock.newSignal();
		this.halfEmpty = lock.newSignal();
	}

	/**
	 * Set how many messages of QoS 1 and 2 may wait.
	 */
	void acknowledgedLimit(int acknowledgedLimit) {
		this.acknowledgedLimit = acknowledgedLimit;
		update();
	}

	/**
	 * Return whether there is room for a message of QoS 0. One that is larger than all
	 * the room there is has to find the inbox empty; one after which the reader waits
	 * always has room.
	 */
	boolean hasRoomAtMostOnce(Delivery delivery) {
		return this.stopsReading || hasRoomAtMostOnce(delivery, this.atMostOnce, this.atMostOnceBytes);
	}

	private boolean hasRoomAtMostOnce(Delivery delivery, int messages, long bytes) {
		return messages < this.atMostOnceLimit && (messages == 0 || delivery.size() <= this.byteLimit - bytes);
	}

	/**
	 * Return whether at most half as many messages of QoS 0 wait as may wait.
	 */
	boolean isHalfEmptyAtMostOnce() {
		return this.atMostOnce <= this.atMostOnceLimit / 2 && this.atMostOnceBytes <= this.byteLimit / 2;
	}

	/**
	 * Return the messages of QoS 0 that have to go so that a later one finds room, if
	 * such messages have to make room for later ones.
	 * @param delivery the later message
	 * @param condition what a message has to meet that may go
	 * @return those that have waited longest, or none if that would not help
	 */
	List<Delivery> inTheWayOf(Delivery delivery, Predicate<Delivery> condition) {
		List<Delivery> oldest = new ArrayList<>();
		int left = this.atMostOnce;
		long leftBytes = this.atMostOnceBytes;
		for (Delivery candidate : this.droppable) {
			if (condition.test(candidate)) {
				oldest.add(candidate);
				left--;
				leftBytes -= candidate.isOccupying() ? candidate.size() : 0;
				if (hasRoomAtMostOnce(delivery, left, leftBytes)) {
					return oldest;
				}
			}
		}
		return List.of();
	}

	void added(Delivery delivery) {
		delivery.occupying(true);
		count(delivery, 1);
		countBytes(delivery, delivery.size());
		if (this.dropsOldest && delivery.incoming() == null) {
			this.droppable.add(delivery);
		}
		update();
	}

	void removed(Delivery delivery) {
		count(delivery, -1);
		if (this.dropsOldest) {
			this.droppable.remove(delivery);
		}
		vacate(delivery);
		update();
	}

	/**
	 * Return whether messages of QoS 0 are only counted, and not known one by one. Needs
	 * no lock.
	 */
	boolean isCounting() {
		return !this.dropsOldest;
	}

	/**
	 * Free the places of messages of QoS 0 that are only counted.
	 * @param messages how many
	 * @param bytes how many bytes they have together
	 */
	void removed(int messages, long bytes) {
		this.atMostOnce -= messages;
		this.atMostOnceBytes -= bytes;
		update();
	}

	/**
	 * Handle that a message of QoS 1 or 2 waits for a handler that is stuck.
	 */
	void withheld(Delivery delivery) {
		if (delivery.isOccupying() && !delivery.isWithheld()) {
			delivery.withheld(true);
			this.withheldBytes += delivery.size();
		}
	}

	/**
	 * Return whether a message of QoS 1 or 2 may wait for a handler that is stuck: at
	 * least half of the inbox is for the others, whose messages could not be read any
	 * more.
	 */
	boolean mayWithhold(Delivery delivery) {
		return delivery.isWithheld() || delivery.size() <= this.byteLimit / 2 - this.withheldBytes;
	}

	/**
	 * Handle that the memory of a message is the affair of the application from now on,
	 * although its place may not be free before it is acknowledged.
	 */
	void handedOver(Delivery delivery) {
		vacate(delivery);
		update();
	}

	private void vacate(Delivery delivery) {
		if (delivery.isOccupying()) {
			delivery.occupying(false);
			this.withheldBytes -= delivery.isWithheld() ? delivery.size() : 0;
			delivery.withheld(false);
			countBytes(delivery, -delivery.size());
		}
	}

	private void update() {
		boolean full = this.acknowledged >= this.acknowledgedLimit || this.acknowledgedBytes >= this.byteLimit
				|| (this.stopsReading
						&& (this.atMostOnce >= this.atMostOnceLimit || this.atMostOnceBytes >= this.byteLimit));
		if (full != this.full) {
			this.full = full;
			if (!full) {
				this.hasRoom.give();
			}
		}
		if (isHalfEmpty()) {
			this.halfEmpty.give();
		}
	}

	private boolean isHalfEmpty() {
		return (!this.stopsReading || isHalfEmptyAtMostOnce()) && this.acknowledged <= this.acknowledgedLimit / 2
				&& this.acknowledgedBytes <= this.byteLimit / 2;
	}

	private void count(Delivery delivery, int sign) {
		if (delivery.incoming() != null) {
			this.acknowledged += sign;
		}
		else {
			this.atMostOnce += sign;
		}
	}

	private void countBytes(Delivery delivery, long bytes) {
		if (delivery.incoming() != null) {
			this.acknowledgedBytes += bytes;
		}
		else {
			this.atMostOnceBytes += bytes;
		}
	}

	int messages() {
		return this.atMostOnce + this.acknowledged;
	}

	long bytes() {
		return this.atMostOnceBytes + this.acknowledgedBytes;
	}

	/**
	 * Return how many messages of QoS 1 and 2 there are.
	 */
	int acknowledged() {
		return this.acknowledged;
	}

	/**
	 * Return whether the reader has to wait. Needs no lock.
	 */
	boolean isFull() {
		return this.full;
	}

	/**
	 * Wait as long as the inbox is full and the connection lasts, and then a moment for
	 * more places to get free: to be woken up for each of them takes longer than to
	 * handle many messages. Without that moment half as many of QoS 0 were received. It
	 * is short, because a subscriber may keep messages as long as it likes.
	 */
	void awaitRoom(Connection connection) {
		while (this.full && !connection.hasEnded()) {
			this.lock.await(this.hasRoom);
		}
		if (!isHalfEmpty() && !connection.hasEnded()) {
			this.lock.await(this.halfEmpty, LINGER_NANOS);
		}
	}

	void wakeUp() {
		this.hasRoom.give();
		this.halfEmpty.give();
	}

}
