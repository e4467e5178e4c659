package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Timer on the clock of the system, with a thread as long as there is something to wait
 * for.
 */
final class SystemTimer implements Timer {

	private final ScheduledThreadPoolExecutor executor;

	private final ClientLock lock;

	private final ClientLog log;

	SystemTimer(ClientThreads threads, String threadName, ClientLock lock, ClientLog log) {
		this.executor = new ScheduledThreadPoolExecutor(1, (action) -> threads.newThread(threadName, action));
		this.executor.setKeepAliveTime(5, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
		this.lock = lock;
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
		ScheduledTask task = new ScheduledTask(delay, action);
		// The executor may have to start a thread, which may be the application's matter
		this.lock.whenReleased(task::submit);
		return task;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * A task that may be cancelled before it was handed to the executor.
	 */
	private final class ScheduledTask implements Task {

		private final Duration delay;

		private final Runnable action;

		private volatile @Nullable Future<?> future;

		private volatile boolean cancelled;

		ScheduledTask(Duration delay, Runnable action) {
			this.delay = delay;
			this.action = action;
		}

		void submit() {
			try {
				this.future = SystemTimer.this.executor.schedule(this::run, this.delay.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// The client was closed in the meantime: there is nothing left to wait
				// for
				this.cancelled = true;
			}
			if (this.cancelled) {
				cancel();
			}
		}

		private void run() {
			try {
				this.action.run();
			}
			catch (RuntimeException | Error ex) {
				SystemTimer.this.log.error("Timer action failed", ex);
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			Future<?> future = this.future;
			if (future != null) {
				future.cancel(false);
			}
		}

	}

}
