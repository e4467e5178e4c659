package io.topicwire.mqtt.engine;

import java.time.Duration;

/**
 * Timer on the clock of the system, of one client. Once it is closed, no action begins
 * any more.
 */
final class SystemTimer extends SharedTimer.Owner implements Timer {

	// A hundred years: what is added to the time must not overflow
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final ClientThreads threads;

	private final ClientLog log;

	private volatile boolean closed;

	SystemTimer(ClientThreads threads, ClientLog log) {
		this.threads = threads;
		this.log = log;
	}

	@Override
	public long currentTimeMillis() {
		return System.currentTimeMillis();
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Task schedule(Duration delay, Runnable action) {
		if (this.closed) {
			// There is nothing left to wait for
			return () -> {
			};
		}
		long nanos = ((delay.compareTo(LONGEST) > 0) ? LONGEST : delay).toNanos();
		return SharedTimer.INSTANCE.schedule(this, nanos, action);
	}

	@Override
	void run(Runnable action) {
		if (this.closed) {
			return;
		}
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			this.log.error("Timer action failed", ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		Thread ending = SharedTimer.INSTANCE.release(this);
		if (ending != null) {
			this.threads.add(ending);
		}
	}

}
