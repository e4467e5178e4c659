package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished operations of a client in the order in which they were started. As all
 * have the same time limit, the first one is the next to expire, and one timer will do.
 * Guarded by the lock of the client.
 */
final class Operations {

	private final Duration timeout;

	private final Timer timer;

	private final ClientLock lock;

	private final Alarm alarm;

	private @Nullable Operation<?> first;

	private @Nullable Operation<?> last;

	private long count;

	private long awaited;

	private @Nullable Runnable whenFinished;

	Operations(Duration timeout, Timer timer, ClientLock lock) {
		this.timeout = timeout;
		this.timer = timer;
		this.lock = lock;
		this.alarm = new Alarm(timer, lock);
	}

	<T extends @Nullable Object> Operation<T> start(Supplier<String> description, Consumer<Operation<T>> expired,
			Executor completion) {
		Operation<T> operation = new Operation<>(this, description, expired, completion);
		operation.number = ++this.count;
		operation.startTime = this.timer.nanoTime();
		operation.previous = this.last;
		if (this.last != null) {
			this.last.next = operation;
		}
		else {
			this.first = operation;
		}
		this.last = operation;
		if (!this.alarm.isSet()) {
			this.alarm.set(this.timeout, this::expire);
		}
		return operation;
	}

	/**
	 * Return the time that start times of operations are measured in.
	 */
	long nanoTime() {
		return this.timer.nanoTime();
	}

	void remove(Operation<?> operation) {
		if (operation.previous != null) {
			operation.previous.next = operation.next;
		}
		else {
			this.first = operation.next;
		}
		if (operation.next != null) {
			operation.next.previous = operation.previous;
		}
		else {
			this.last = operation.previous;
		}
		operation.previous = null;
		operation.next = null;
		checkFinished();
	}

	/**
	 * Run an action when all operations that are under way now are finished. Replaces the
	 * action of an earlier call.
	 */
	void whenFinished(Runnable action) {
		this.awaited = this.count;
		this.whenFinished = action;
		checkFinished();
	}

	private void checkFinished() {
		Runnable action = this.whenFinished;
		if (action != null && (this.first == null || this.first.number > this.awaited)) {
			this.whenFinished = null;
			// Not within the one that finishes the last operation: that has more to do
			this.lock.whenReleased(() -> this.lock.run(action));
		}
	}

	private void expire() {
		long now = this.timer.nanoTime();
		for (Operation<?> operation = this.first; operation != null; operation = this.first) {
			long elapsed = now - operation.startTime;
			long remaining = this.timeout.toNanos() - elapsed;
			if (remaining > 0) {
				this.alarm.set(Duration.ofNanos(remaining), this::expire);
				return;
			}
			String description = operation.description();
			operation.expire();
			operation
				.fail(new MqttTimeoutException(description + " was not finished after " + elapsed / 1_000_000 + " ms"));
		}
	}

	/**
	 * Fail all operations.
	 */
	void fail(Supplier<? extends MqttException> failure) {
		for (Operation<?> operation = this.first; operation != null; operation = this.first) {
			operation.fail(failure.get());
		}
		this.alarm.cancel();
	}

}
