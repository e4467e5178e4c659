package io.topicwire.mqtt.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.topicwire.mqtt.engine.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Timer whose time passes only when a test says so.
 */
public final class VirtualTimer implements Timer {

	private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final PriorityQueue<VirtualTask> tasks = new PriorityQueue<>(
			Comparator.comparingLong(VirtualTask::time).thenComparingLong(VirtualTask::number));

	private long now = TimeUnit.DAYS.toNanos(1);

	private long count;

	@Override
	public long currentTimeMillis() {
		return START + nanoTime() / 1_000_000;
	}

	@Override
	public long nanoTime() {
		this.lock.lock();
		try {
			return this.now;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Task schedule(Duration delay, Runnable action) {
		this.lock.lock();
		try {
			VirtualTask task = new VirtualTask(this.now + delay.toNanos(), this.count++, action);
			this.tasks.add(task);
			this.changed.signalAll();
			return () -> cancel(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void cancel(VirtualTask task) {
		this.lock.lock();
		try {
			this.tasks.remove(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until something is to happen in exactly the given time, then let that time
	 * pass.
	 * @param delay how much time passes
	 */
	public void advanceTo(Duration delay) {
		awaitTask(delay);
		advance(delay);
	}

	/**
	 * Wait until something is to happen in exactly the given time.
	 * @param delay when it is to happen
	 */
	public void awaitTask(Duration delay) {
		this.lock.lock();
		try {
			long time = this.now + delay.toNanos();
			long nanos = TimeUnit.SECONDS.toNanos(10);
			while (this.tasks.stream().noneMatch((task) -> task.time() == time)) {
				if (nanos <= 0) {
					throw new AssertionError("Nothing is to happen in " + delay + " but in "
							+ this.tasks.stream()
								.map((task) -> Duration.ofNanos(task.time() - this.now).toString())
								.toList());
				}
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let time pass, and everything happen that is to happen meanwhile.
	 * @param duration how much time passes
	 */
	public void advance(Duration duration) {
		long end = nanoTime() + duration.toNanos();
		for (VirtualTask task = next(end); task != null; task = next(end)) {
			task.action().run();
		}
	}

	/**
	 * Return when something is to happen next.
	 * @return how much time has to pass until then
	 */
	public Duration untilNext() {
		this.lock.lock();
		try {
			VirtualTask task = this.tasks.peek();
			if (task == null) {
				throw new AssertionError("Nothing is to happen");
			}
			return Duration.ofNanos(task.time() - this.now);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable VirtualTask next(long end) {
		this.lock.lock();
		try {
			VirtualTask task = this.tasks.peek();
			if (task == null || task.time() > end) {
				this.now = end;
				return null;
			}
			this.now = task.time();
			return this.tasks.remove();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.tasks.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private record VirtualTask(long time, long number, Runnable action) {

	}

}
