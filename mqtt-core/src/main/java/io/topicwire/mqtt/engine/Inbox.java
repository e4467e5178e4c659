package io.topicwire.mqtt.engine;

import java.util.concurrent.locks.Condition;

/**
 * Counts the received messages that wait for their handlers. When there are too many, one
 * of QoS 0 is turned away, and the reader waits after one of QoS 1 or 2. Guarded by the
 * lock of the client.
 */
final class Inbox {

	private final int atMostOnceLimit;

	private final Condition hasRoom;

	private int atMostOnce;

	private int acknowledged;

	private int acknowledgedLimit = Integer.MAX_VALUE;

	// Lets the reader pass without the lock
	private volatile boolean full;

	/**
	 * Create an empty inbox.
	 * @param atMostOnceLimit how many messages of QoS 0 may wait
	 * @param hasRoom signalled when the inbox is not full any more
	 */
	Inbox(int atMostOnceLimit, Condition hasRoom) {
		this.atMostOnceLimit = atMostOnceLimit;
		this.hasRoom = hasRoom;
	}

	/**
	 * Set how many messages of QoS 1 and 2 may wait.
	 */
	void acknowledgedLimit(int acknowledgedLimit) {
		this.acknowledgedLimit = acknowledgedLimit;
		update();
	}

	/**
	 * Return whether there is room for another message of QoS 0.
	 */
	boolean hasRoomAtMostOnce() {
		return this.atMostOnce < this.atMostOnceLimit;
	}

	/**
	 * Return whether at most half as many messages of QoS 0 wait as may wait.
	 */
	boolean isHalfEmptyAtMostOnce() {
		return this.atMostOnce <= this.atMostOnceLimit / 2;
	}

	void added(Delivery delivery) {
		count(delivery, 1);
		update();
	}

	void removed(Delivery delivery) {
		count(delivery, -1);
		update();
	}

	private void update() {
		boolean wasFull = this.full;
		this.full = this.acknowledged >= this.acknowledgedLimit;
		if (wasFull && !this.full) {
			this.hasRoom.signalAll();
		}
	}

	private void count(Delivery delivery, int sign) {
		if (delivery.incoming() != null) {
			this.acknowledged += sign;
		}
		else {
			this.atMostOnce += sign;
		}
	}

	/**
	 * Return whether the reader has to wait. Needs no lock.
	 */
	boolean isFull() {
		return this.full;
	}

	/**
	 * Wait as long as the inbox is full and the connection lasts.
	 */
	void awaitRoom(Connection connection) {
		while (this.full && !connection.hasEnded()) {
			this.hasRoom.awaitUninterruptibly();
		}
	}

	void wakeUp() {
		this.hasRoom.signalAll();
	}

}
