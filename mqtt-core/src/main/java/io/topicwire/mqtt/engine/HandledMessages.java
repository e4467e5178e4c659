package io.topicwire.mqtt.engine;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The messages that one thread has handled and that are not settled yet. That thread adds
 * them without a lock; whoever has the lock of the client settles them.
 */
final class HandledMessages implements Runnable {

	// A power of two, and more than a thread handles before they are settled
	private static final int CAPACITY = 128;

	private final Answers settling;

	private final @Nullable HandlerAnswer[] answers = new HandlerAnswer[CAPACITY];

	private volatile int added;

	private volatile int settled;

	// Of messages that have nothing but a place in the inbox: how many there were in all,
	// and how many bytes, which may be ahead
	private volatile int places;

	private final AtomicLong placeBytes = new AtomicLong();

	private volatile int freedPlaces;

	private long freedBytes;

	// Only for the thread that adds
	private long since;

	/**
	 * Create an object without messages.
	 * @param settling settles them
	 */
	HandledMessages(Answers settling) {
		this.settling = settling;
	}

	boolean isEmpty() {
		return this.added == this.settled && this.places == this.freedPlaces;
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
		begin(since);
		int added = this.added;
		this.answers[added & (CAPACITY - 1)] = answer;
		this.added = added + 1;
	}

	/**
	 * Add a message that has nothing but a place in the inbox.
	 * @param size about how many bytes it has
	 * @param since when its handler was called, in the time of the {@link Timer}
	 */
	void addPlace(int size, long since) {
		begin(since);
		this.placeBytes.lazySet(this.placeBytes.getPlain() + size);
		this.places = this.places + 1;
	}

	private void begin(long since) {
		if (isEmpty()) {
			this.since = since;
		}
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
		int places = this.places;
		if (places != this.freedPlaces) {
			long bytes = this.placeBytes.get();
			this.settling.removed(places - this.freedPlaces, bytes - this.freedBytes);
			this.freedBytes = bytes;
			this.freedPlaces = places;
		}
		int added = this.added;
		if (added != this.settled) {
			settle(added);
		}
	}

	private void settle(int added) {
		int next = this.settled;
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
