package io.topicwire.mqtt.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Finds out which handlers do not return in time. Costs each call a look at the clock;
 * the timer goes off once per time limit at most while handlers are called. Guarded by
 * the lock of the client, but for {@link #begin} and {@link #end}.
 */
final class HandlerWatch {

	private final long limit;

	private final Timer timer;

	private final ClientLock lock;

	private final Alarm alarm;

	private final Dispatcher dispatcher;

	private final StuckHandlers stuck;

	private final HandledReports reports;

	private volatile boolean armed;

	/**
	 * Create a watch.
	 * @param context what is shared
	 * @param dispatcher knows who calls handlers
	 * @param stuck what is told about handlers that do not return
	 * @param reports what is told about calls
	 */
	HandlerWatch(ClientContext context, Dispatcher dispatcher, StuckHandlers stuck, HandledReports reports) {
		this.limit = context.settings().handlers().stuckAfter().toNanos();
		this.timer = context.timer();
		this.lock = context.lock();
		this.alarm = context.newAlarm();
		this.dispatcher = dispatcher;
		this.stuck = stuck;
		this.reports = reports;
	}

	/**
	 * Begin a call on this thread.
	 */
	void begin(Recipient recipient, String role, @Nullable HandlerAnswer answer, Worker worker) {
		long startTime = this.timer.nanoTime();
		this.reports.callBegins(worker, startTime);
		worker.call().begin(recipient, role, answer, startTime);
		// In this order: whoever disarms looks at the calls afterwards
		if (!this.armed && this.limit != 0) {
			this.lock.run(() -> arm(this.limit));
		}
	}

	/**
	 * End a call. If it was stuck, another thread has taken over.
	 * @return whether it was not
	 */
	boolean end(Worker worker) {
		boolean inTime = worker.call().end();
		if (!inTime) {
			returned(worker.call());
		}
		return inTime;
	}

	private void returned(HandlerCall call) {
		this.lock.run(() -> this.stuck.returned(call, elapsed(call)));
	}

	private void arm(long nanos) {
		if (!this.armed) {
			this.armed = true;
			this.alarm.set(Duration.ofNanos(nanos), this::check);
		}
	}

	private void check() {
		this.armed = false;
		long earliest = Long.MAX_VALUE;
		for (Worker worker : this.dispatcher.workers()) {
			HandlerCall call = worker.call();
			long found = call.find();
			if (found == 0) {
				continue;
			}
			long remaining = this.limit - elapsed(call).toNanos();
			if (remaining > 0) {
				earliest = Math.min(earliest, remaining);
			}
			else if (call.declareStuck(found)) {
				this.stuck.stuck(call, worker, elapsed(call));
				this.dispatcher.relieve(worker);
			}
		}
		if (earliest != Long.MAX_VALUE) {
			arm(earliest);
		}
	}

	private Duration elapsed(HandlerCall call) {
		return Duration.ofNanos(this.timer.nanoTime() - call.startTime());
	}

}
