package io.topicwire.mqtt.engine;

import java.time.Duration;

/**
 * Settles messages that were handled: those of a thread that has more to do at once
 * together, because to take the lock for each of them took a third of the time of
 * receiving. None waits longer than the next that takes the lock of the client, and than
 * a handler takes that is not quick, or a few milliseconds if it does not return.
 */
final class HandledReports {

	// Handlers that take longer than this together are not called before what they have
	// handled is settled
	private static final long QUICK_NANOS = 50_000;

	private static final Duration LIMIT = Duration.ofMillis(5);

	private final ClientLock lock;

	private final Answers answers;

	private final Alarm alarm;

	private volatile boolean armed;

	HandledReports(ClientContext context, Answers answers) {
		this.lock = context.lock();
		this.answers = answers;
		this.alarm = context.newAlarm();
	}

	/**
	 * Handle that a thread begins to call a handler.
	 * @param worker the thread
	 * @param startTime when, in the time of the {@link Timer}
	 */
	void callBegins(Worker worker, long startTime) {
		HandledMessages handled = worker.handled();
		if (handled != null && !handled.isEmpty() && startTime - handled.since() > QUICK_NANOS) {
			this.lock.submit(handled);
		}
	}

	/**
	 * Handle that a handler has succeeded.
	 * @param answer its answer
	 * @param worker the thread that has called it
	 */
	void succeeded(HandlerAnswer answer, Worker worker) {
		if (!worker.hasMany()) {
			this.lock.submit(answer);
			return;
		}
		HandledMessages handled = worker.handled(this.lock, this.answers);
		if (handled.isFull()) {
			this.lock.run(handled);
		}
		handled.add(answer, worker.call().startTime());
		settleInTime();
	}

	/**
	 * Handle that a handler has succeeded with a message of QoS 0, whose place in the
	 * inbox is all that is left of it. Places are counted: to look at each message again
	 * on the thread that settles took longer than to read it.
	 * @param answer its answer
	 * @param worker the thread that has called it
	 */
	void placeLeft(HandlerAnswer answer, Worker worker) {
		if (!worker.hasMany()) {
			this.lock.submit(answer);
			return;
		}
		worker.handled(this.lock, this.answers).addPlace(answer.size(), worker.call().startTime());
		settleInTime();
	}

	private void settleInTime() {
		// In this order: whoever disarms settles afterwards what is there
		if (!this.armed) {
			this.lock.run(this::arm);
		}
	}

	private void arm() {
		if (!this.armed) {
			this.armed = true;
			// Whoever has the lock settles what was handled when it lets go of it
			this.alarm.set(LIMIT, () -> this.armed = false);
		}
	}

}
