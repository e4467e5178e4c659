package io.topicwire.mqtt.engine;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The messages that one thread has handled and that are not settled yet. That thread adds
 * them without a lock; whoever has the lock of the client settles them.
 */
final class HandledMessages implements Runnable {

	// A power of two, and more than a thread takes at once
	private static final int CAPACITY = 128;

	private final @Nullable HandlerAnswer[] answers = new HandlerAnswer[CAPACITY];

	private volatile int added;

	private volatile int settled;

	// Only for the thread that adds
	private long since;

	boolean isEmpty() {
		return this.added == this.settled;
	}

	boolean isFull() {
		return this.added - this.settled == CAPACITY;
	}

	/**
	 * Add a message, unless there are too many.
	 * @param answer the answer of the handler
	 * @param since when it was called, in the time of the {@link Timer}
	 */
	void add(HandlerAnswer answer, long since) {
		int added = this.added;
		if (added == this.settled) {
			this.since = since;
		}
		this.answers[added & (CAPACITY - 1)] = answer;
		this.added = added + 1;
	}

	/**
	 * Return when the handler of the first message was called. Only for the thread that
	 * adds, and if there is one.
	 */
	long since() {
		return this.since;
	}

	/**
	 * Settle the messages. Runs under the lock of the client.
	 */
	@Override
	public void run() {
		int added = this.added;
		int next = this.settled;
		if (next == added) {
			return;
		}
		try {
			while (next != added) {
				int index = next & (CAPACITY - 1);
				HandlerAnswer answer = Objects.requireNonNull(this.answers[index]);
				this.answers[index] = null;
				next++;
				answer.run();
			}
		}
		finally {
			this.settled = next;
		}
	}

}
