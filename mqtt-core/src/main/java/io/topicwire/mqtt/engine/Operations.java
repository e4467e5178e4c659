package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished operations of a client. Most have the same time limit, so that the first
 * of them is the next to expire, but for the moments in which some were left to others to
 * be started; only those with other limits have to be sorted, and one timer will do for
 * all. Guarded by the lock of the client.
 */
final class Operations {

	private final long timeout;

	private final Timer timer;

	private final ClientLock lock;

	private final Alarm alarm;

	private long alarmTime;

	private final OperationList common = new OperationList();

	private final NavigableSet<Operation<?>> deviating = new TreeSet<>();

	private final OperationList unlimited = new OperationList();

	private long deviations;

	private long unfinished;

	// How many operations an action waits for
	private long awaited;

	private @Nullable Runnable whenFinished;

	Operations(Duration timeout, Timer timer, ClientLock lock) {
		this.timeout = timeout.toNanos();
		this.timer = timer;
		this.lock = lock;
		this.alarm = new Alarm(timer, lock);
	}

	<T extends @Nullable Object> FutureOperation<T> start(Supplier<String> description, Consumer<Operation<T>> expired,
			Executor completion) {
		return start(description, expired, null, Caller.on(completion));
	}

	<T extends @Nullable Object> FutureOperation<T> start(Supplier<String> description, Consumer<Operation<T>> expired,
			@Nullable Duration timeout, Caller<T> caller) {
		FutureOperation<T> operation = new FutureOperation<>(this, description, expired, caller);
		start(operation, timeout);
		return operation;
	}

	/**
	 * Start an operation.
	 * @param timeout its time limit, or {@code null} for the one that is common to most
	 */
	void start(Operation<?> operation, @Nullable Duration timeout) {
		start(operation, timeout, this.timer.nanoTime());
	}

	/**
	 * Start an operation.
	 * @param timeout its time limit, or {@code null} for the one that is common to most
	 * @param now the present time
	 */
	void start(Operation<?> operation, @Nullable Duration timeout, long now) {
		long nanos = (timeout != null) ? timeout.toNanos() : this.timeout;
		operation.startTime = now;
		this.unfinished++;
		if (nanos == this.timeout) {
			this.common.add(operation);
		}
		else {
			operation.timeLimit = new TimeLimit(nanos, ++this.deviations);
			this.deviating.add(operation);
		}
		long deadline = now + nanos;
		if (!this.alarm.isSet() || deadline - this.alarmTime < 0) {
			setAlarm(deadline, nanos);
		}
	}

	/**
	 * Start an operation that may take any time.
	 * @param now the present time
	 */
	void startUnlimited(Operation<?> operation, long now) {
		operation.timeLimit = TimeLimit.NONE;
		operation.startTime = now;
		this.unfinished++;
		this.unlimited.add(operation);
	}

	private long nanos(Operation<?> operation) {
		TimeLimit limit = operation.timeLimit;
		return (limit != null) ? limit.nanos() : this.timeout;
	}

	private void setAlarm(long deadline, long remaining) {
		this.alarmTime = deadline;
		this.alarm.set(Duration.ofNanos(remaining), this::expire);
	}

	Alarm newAlarm() {
		return new Alarm(this.timer, this.lock);
	}

	/**
	 * Return the time that start times of operations are measured in.
	 */
	long nanoTime() {
		return this.timer.nanoTime();
	}

	void remove(Operation<?> operation) {
		if (operation.timeLimit == null) {
			this.common.remove(operation);
		}
		else if (operation.timeLimit == TimeLimit.NONE) {
			this.unlimited.remove(operation);
		}
		else {
			this.deviating.remove(operation);
		}
		this.unfinished--;
		if (operation.awaited && --this.awaited == 0) {
			allFinished();
		}
	}

	/**
	 * Run an action when all operations that are under way now are finished. Replaces the
	 * action of an earlier call.
	 */
	void whenFinished(Runnable action) {
		this.whenFinished = action;
		this.awaited = this.unfinished;
		this.common.forEach((operation) -> operation.awaited = true);
		this.deviating.forEach((operation) -> operation.awaited = true);
		this.unlimited.forEach((operation) -> operation.awaited = true);
		if (this.awaited == 0) {
			allFinished();
		}
	}

	/**
	 * Return how many operations {@link #whenFinished} still waits for.
	 */
	long awaited() {
		return this.awaited;
	}

	/**
	 * Fail the operations that {@link #whenFinished} still waits for, but those that may
	 * take any time.
	 */
	void failAwaited(String reason) {
		this.whenFinished = null;
		List<Operation<?>> left = new ArrayList<>();
		this.common.forEach(left::add);
		left.addAll(this.deviating);
		left.removeIf((operation) -> !operation.awaited);
		for (Operation<?> operation : left) {
			if (!operation.isFinished()) {
				String description = operation.describe();
				operation.expired();
				operation.fail(new MqttTimeoutException(description + reason));
			}
		}
	}

	private void allFinished() {
		Runnable action = this.whenFinished;
		this.whenFinished = null;
		if (action != null) {
			// Not within the one that finishes the last operation: that has more to do
			this.lock.whenReleased(() -> this.lock.run(action));
		}
	}

	private void expire() {
		long now = this.timer.nanoTime();
		Operation<?> next = next();
		while (next != null && now - next.startTime >= nanos(next)) {
			String description = next.describe();
			long elapsed = now - next.startTime;
			next.expired();
			next.fail(new MqttTimeoutException(description + " was not finished after " + elapsed / 1_000_000 + " ms"));
			next = next();
		}
		if (next != null) {
			long deadline = next.startTime + nanos(next);
			setAlarm(deadline, deadline - now);
		}
	}

	/**
	 * Return the operation that is the next to expire.
	 */
	private @Nullable Operation<?> next() {
		Operation<?> first = this.common.first();
		Operation<?> other = this.deviating.isEmpty() ? null : this.deviating.first();
		return (first == null || (other != null && deadline(other) - deadline(first) < 0)) ? other : first;
	}

	private long deadline(Operation<?> operation) {
		return operation.startTime + nanos(operation);
	}

	/**
	 * Fail all operations.
	 */
	void fail(Supplier<? extends MqttException> failure) {
		for (Operation<?> operation = any(); operation != null; operation = any()) {
			operation.fail(failure.get());
		}
		this.alarm.cancel();
	}

	private @Nullable Operation<?> any() {
		Operation<?> next = next();
		return (next != null) ? next : this.unlimited.first();
	}

}
