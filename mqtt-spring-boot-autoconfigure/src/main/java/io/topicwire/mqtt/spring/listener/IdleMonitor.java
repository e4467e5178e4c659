package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Tells when nothing has come for some time, and again each time when that time has gone
 * by once more. Costs each message a look at the clock; there is one timer at a time.
 */
final class IdleMonitor {

	private final Duration interval;

	private final Executor executor;

	private final Consumer<Duration> action;

	private volatile long lastMessage;

	// The timer that counts; guarded by this
	private @Nullable Object timer;

	/**
	 * Create a monitor.
	 * @param interval how long nothing has to come
	 * @param executor runs the action
	 * @param action told how long nothing has come
	 */
	IdleMonitor(Duration interval, Executor executor, Consumer<Duration> action) {
		this.interval = interval;
		this.executor = executor;
		this.action = action;
	}

	void messageReceived() {
		this.lastMessage = System.nanoTime();
	}

	synchronized void start() {
		if (this.timer == null) {
			this.lastMessage = System.nanoTime();
			set(this.interval.toNanos());
		}
	}

	synchronized void stop() {
		this.timer = null;
	}

	private void set(long delay) {
		Object timer = new Object();
		this.timer = timer;
		CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, this.executor).execute(() -> check(timer));
	}

	private void check(Object timer) {
		long idle = System.nanoTime() - this.lastMessage;
		long remaining = this.interval.toNanos() - idle;
		synchronized (this) {
			if (this.timer != timer) {
				return;
			}
			set((remaining > 0) ? remaining : this.interval.toNanos());
		}
		if (remaining <= 0) {
			this.action.accept(Duration.ofNanos(idle));
		}
	}

}
