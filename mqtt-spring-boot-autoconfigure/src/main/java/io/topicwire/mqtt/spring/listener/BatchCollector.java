package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.topicwire.mqtt.spring.support.DelayThread;

/**
 * Keeps messages until there are enough of them for a batch, or the first of them has
 * waited for long enough, and then asks for the batch to be taken. There is one batch at
 * a time, so that it holds as well what came while the one before was handled. What waits
 * is bounded: whoever brings more has to wait, so that the limits of the client hold. The
 * lock is not held while a batch is asked for.
 */
final class BatchCollector {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<BatchMessage> messages = new ArrayDeque<>();

	private final int batchSize;

	private final long timeout;

	private final Runnable request;

	private long bytes;

	// Whether a batch was asked for and is not done
	private boolean requested;

	// Whether that batch waits for its next attempt
	private boolean postponed;

	// Whether there is a timer
	private boolean armed;

	private boolean paused;

	private State state = State.CLOSED;

	/**
	 * Create a collector.
	 * @param batchSize how many messages a batch has at most
	 * @param timeout how long the first message of a batch waits for others, zero for not
	 * at all
	 * @param request asks for a batch to be {@link #take() taken} and to be told when it
	 * is {@link #done()}; called by one thread at a time
	 */
	BatchCollector(int batchSize, Duration timeout, Runnable request) {
		this.batchSize = batchSize;
		this.timeout = timeout.toNanos();
		this.request = request;
	}

	/**
	 * Add a message. Waits for room, but with a dispensable one not for the listener
	 * being resumed.
	 * @return {@code false} if the collector is closed, or paused without room for a
	 * dispensable message, so that it is not in a batch
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	boolean add(BatchMessage message) throws InterruptedException {
		boolean claimed;
		this.lock.lockInterruptibly();
		try {
			while (this.state == State.HELD || (this.state == State.OPEN && isFull(message))) {
				if (this.paused && message.isDispensable()) {
					return false;
				}
				this.changed.await();
			}
			if (this.state == State.CLOSED) {
				return false;
			}
			this.messages.addLast(message);
			this.bytes += message.size();
			claimed = claim();
		}
		finally {
			this.lock.unlock();
		}
		requestIf(claimed);
		return true;
	}

	// Never before a batch is on its way, which makes room
	private boolean isFull(BatchMessage message) {
		return !this.messages.isEmpty() && (this.requested || isDue())
				&& (this.messages.size() >= MessageLanes.MAX_MESSAGES
						|| this.bytes + message.size() > MessageLanes.MAX_BYTES);
	}

	private boolean isDue() {
		return this.messages.size() >= this.batchSize || this.bytes >= MessageLanes.MAX_BYTES
				|| this.state != State.OPEN;
	}

	/**
	 * Decide whether a batch is to be asked for, or else when that is to be decided anew.
	 * @return whether the caller has to ask for it once the lock is released
	 */
	private boolean claim() {
		BatchMessage first = this.messages.peekFirst();
		if (this.requested || first == null) {
			return false;
		}
		long remaining = isDue() ? 0 : this.timeout - (System.nanoTime() - first.arrivalTime());
		if (remaining <= 0) {
			this.requested = true;
			return true;
		}
		if (!this.armed) {
			this.armed = true;
			DelayThread.execute(Duration.ofNanos(remaining), this::timeout);
		}
		return false;
	}

	private void requestIf(boolean claimed) {
		if (claimed) {
			this.request.run();
		}
	}

	private void timeout() {
		changeAndRequest(() -> this.armed = false);
	}

	private void change(Runnable action) {
		this.lock.lock();
		try {
			action.run();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void changeAndRequest(Runnable action) {
		boolean claimed;
		this.lock.lock();
		try {
			action.run();
			claimed = claim();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		requestIf(claimed);
	}

	/**
	 * Take the messages of the batch that was asked for.
	 * @return the messages; none if they were cancelled meanwhile
	 */
	List<BatchMessage> take() {
		List<BatchMessage> batch = new ArrayList<>();
		long size = 0;
		this.lock.lock();
		try {
			BatchMessage next = this.messages.peekFirst();
			while (next != null && batch.size() < this.batchSize
					&& (batch.isEmpty() || size + next.size() <= MessageLanes.MAX_BYTES)) {
				batch.add(this.messages.removeFirst());
				size += next.size();
				next = this.messages.peekFirst();
			}
			this.bytes -= size;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		return batch;
	}

	/**
	 * Handle that the batch that was asked for is done.
	 */
	void done() {
		changeAndRequest(() -> {
			this.requested = false;
			this.postponed = false;
		});
	}

	/**
	 * Handle that the batch that was asked for waits for its next attempt, or does so no
	 * more.
	 */
	void postpone(boolean postponed) {
		change(() -> this.postponed = postponed);
	}

	/**
	 * Handle that the batch that was asked for will not be taken, or not be handled. Asks
	 * for the next one only if this is open, as what takes batches is then: it may have
	 * been closed and opened again meanwhile.
	 */
	void refused() {
		boolean claimed;
		this.lock.lock();
		try {
			this.requested = false;
			this.postponed = false;
			claimed = this.state == State.OPEN && claim();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		requestIf(claimed);
	}

	/**
	 * Return how many messages wait.
	 */
	int waiting() {
		this.lock.lock();
		try {
			return this.messages.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isOpen() {
		this.lock.lock();
		try {
			return this.state == State.OPEN;
		}
		finally {
			this.lock.unlock();
		}
	}

	void open() {
		change(() -> this.state = State.OPEN);
	}

	/**
	 * Know that batches are not taken until this is resumed.
	 */
	void pause() {
		change(() -> this.paused = true);
	}

	void resume() {
		change(() -> this.paused = false);
	}

	/**
	 * Keep whoever brings messages waiting unless this is closed.
	 */
	void hold() {
		change(() -> this.state = (this.state != State.CLOSED) ? State.HELD : State.CLOSED);
	}

	/**
	 * Take no further messages.
	 */
	void shut() {
		change(() -> this.state = State.CLOSED);
	}

	/**
	 * Ask at once for what there is if this is held or shut, and wait until all batches
	 * are done, unless they have to wait themselves.
	 * @param timeout how long to wait at most
	 */
	void awaitEmpty(Duration timeout) {
		changeAndRequest(() -> {
		});
		long remaining = timeout.toNanos();
		try {
			this.lock.lockInterruptibly();
			try {
				while (remaining > 0 && !this.paused && !this.postponed
						&& (this.requested || !this.messages.isEmpty())) {
					remaining = this.changed.awaitNanos(remaining);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Take no further messages, and give back those that wait.
	 * @return what will be in no batch
	 */
	List<BatchMessage> cancel() {
		this.lock.lock();
		try {
			this.state = State.CLOSED;
			List<BatchMessage> cancelled = List.copyOf(this.messages);
			this.messages.clear();
			this.bytes = 0;
			this.changed.signalAll();
			return cancelled;
		}
		finally {
			this.lock.unlock();
		}
	}

	private enum State {

		OPEN, HELD, CLOSED

	}

}
