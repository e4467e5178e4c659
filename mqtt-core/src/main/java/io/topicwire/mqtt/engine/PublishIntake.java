package io.topicwire.mqtt.engine;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjLongConsumer;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * Messages of callers who found the lock of the client taken and did not want to wait for
 * it: whoever has the lock takes them over. Costs no object, because messages carry the
 * links themselves.
 */
final class PublishIntake implements ClientLock.LeftBehind {

	// Handing in is cheaper than taking over: whoever brings more has to wait for the
	// lock, so that the limits of the outbox hold
	static final int MAX_MESSAGES = 1_000;

	// To wait for the lock is nothing beside what a larger message costs
	private static final int MAX_LENGTH = 64 * 1024;

	// The one that came last, from which the links lead to the first
	private final AtomicReference<@Nullable PendingPublish> last = new AtomicReference<>();

	private final ObjLongConsumer<PendingPublish> taken;

	private final Timer timer;

	/**
	 * Create an empty intake.
	 * @param taken takes over a message and the present time, which is its birth
	 * @param timer tells the time
	 */
	PublishIntake(ObjLongConsumer<PendingPublish> taken, Timer timer) {
		this.taken = taken;
		this.timer = timer;
	}

	/**
	 * Return whether a message may be added. Needs no lock.
	 */
	boolean hasRoom(MqttMessage message) {
		PendingPublish last = this.last.get();
		return (last == null || last.handedIn() < MAX_MESSAGES) && message.payload().length <= MAX_LENGTH;
	}

	/**
	 * Add a message that is in no queue. Needs no lock.
	 */
	void add(PendingPublish publish) {
		PendingPublish before;
		do {
			before = this.last.get();
			publish.before = before;
			publish.handedIn((before != null) ? before.handedIn() + 1 : 1);
		}
		while (!this.last.compareAndSet(before, publish));
	}

	@Override
	public boolean isEmpty() {
		return this.last.get() == null;
	}

	/**
	 * Hand over the messages in the order in which they came. One that cannot be taken
	 * over does not keep the others from it. Guarded by the lock of the client.
	 */
	@Override
	public void run() {
		Throwable failure = null;
		PendingPublish publish = takeAll();
		// Once for all: to ask for the time takes as long as to take a message over
		long now = this.timer.nanoTime();
		while (publish != null) {
			PendingPublish next = publish.behind;
			publish.behind = null;
			try {
				this.taken.accept(publish, now);
			}
			catch (RuntimeException | Error ex) {
				if (failure == null) {
					failure = ex;
				}
				else if (failure != ex) {
					failure.addSuppressed(ex);
				}
			}
			publish = next;
		}
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
	}

	private @Nullable PendingPublish takeAll() {
		PendingPublish first = null;
		for (PendingPublish publish = this.last.getAndSet(null); publish != null;) {
			PendingPublish before = publish.before;
			publish.before = null;
			publish.behind = first;
			first = publish;
			publish = before;
		}
		return first;
	}

}
