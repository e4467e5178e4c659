package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.topicwire.mqtt.spring.support.DelayThread;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a listener on threads of an executor: those of one lane one after the
 * other in the order in which they came, lanes at the same time, as many as there may be
 * threads. A step that wants to be run again later, or that is done some time after it
 * has run, keeps its lane waiting, but no thread. What waits is bounded: whoever brings
 * more has to wait, so that the limits of the client hold. The lock is held neither while
 * a step runs nor while the executor is called, which may make its caller wait, or run
 * the step at once.
 */
final class MessageLanes {

	static final int MAX_MESSAGES = 1_000;

	static final int MAX_BYTES = 16 * 1024 * 1024;

	// When an executor is asked again that has refused a step
	private static final Duration REFUSED = Duration.ofMillis(100);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final LaneSchedule schedule = new LaneSchedule(new LaneRetries(this::repeat));

	private final LaneWorkers workers;

	private final boolean shared;

	// Whether the executor will be asked again
	private boolean asking;

	/**
	 * Create lanes.
	 * @param executor runs the steps
	 * @param concurrency how many may run at once, at least 1; with 1 all steps share a
	 * lane
	 */
	MessageLanes(Executor executor, int concurrency) {
		this.workers = new LaneWorkers(executor, concurrency, this::work);
		this.shared = concurrency == 1;
	}

	/**
	 * Run a step after all others of its lane. Waits for room, but a dispensable one not
	 * for the lanes being resumed.
	 * @return {@code false} if the lanes are closed, or paused without room for a
	 * dispensable step, so that it is not run
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	boolean execute(ListenerStep step) throws InterruptedException {
		boolean added;
		int reserved;
		this.lock.lockInterruptibly();
		try {
			while (!this.schedule.isClosed() && this.schedule.isFull(step)) {
				if (this.schedule.ready().isPaused() && step.isDispensable()) {
					return false;
				}
				this.changed.await();
			}
			added = add(step);
			reserved = reserve();
		}
		finally {
			this.lock.unlock();
		}
		start(reserved);
		return added;
	}

	/**
	 * Run a step after all others of its lane, without waiting for room.
	 * @return {@code false} if the lanes are closed, so that it is not run
	 */
	boolean enqueue(ListenerStep step) {
		boolean added = get(() -> add(step));
		start(get(this::reserve));
		return added;
	}

	private boolean add(ListenerStep step) {
		return this.schedule.add(this.shared ? this : step.key(), step);
	}

	private int reserve() {
		return this.workers.reserve(this.schedule.ready().size());
	}

	private void start(int reserved) {
		int missing = this.workers.start(reserved);
		if (missing > 0 && get(() -> refused(missing))) {
			DelayThread.execute(REFUSED, this::startAgain);
		}
	}

	/**
	 * Handle that the executor has refused workers. What is to be run is not lost because
	 * it has much to do.
	 * @return whether it is to be asked again later, and will not be anyway
	 */
	private boolean refused(int missing) {
		this.workers.refused(missing);
		this.changed.signalAll();
		boolean first = !this.asking;
		this.asking = true;
		return first;
	}

	// Ends when the lanes are closed, for then nothing is to be run
	private void startAgain() {
		start(get(() -> {
			this.asking = false;
			return reserve();
		}));
	}

	private void work() {
		Lane lane = get(() -> {
			this.workers.started();
			return take();
		});
		while (lane != null) {
			ListenerStep step = lane.current();
			CompletableFuture<@Nullable Duration> outcome = step.run();
			// An interrupt was meant for the step that is over
			Thread.interrupted();
			Duration delay = null;
			if (outcome.isDone()) {
				delay = outcome.isCompletedExceptionally() ? null : outcome.join();
			}
			else if (leave(lane, outcome)) {
				return;
			}
			else {
				step.cancel();
			}
			lane = next(lane, delay);
		}
	}

	private @Nullable Lane next(Lane done, @Nullable Duration delay) {
		ListenerStep cancelled;
		Lane lane;
		this.lock.lock();
		try {
			cancelled = this.schedule.release(done, delay);
			lane = take();
		}
		finally {
			this.lock.unlock();
		}
		if (cancelled != null) {
			cancelled.cancel();
		}
		return lane;
	}

	private @Nullable Lane take() {
		Lane lane = this.schedule.take();
		if (lane == null) {
			this.workers.leave(1);
		}
		this.changed.signalAll();
		return lane;
	}

	/**
	 * Leave a lane whose current step will be done some time later. It keeps its place
	 * among the workers.
	 * @return {@code false} if it is not waited for
	 */
	private boolean leave(Lane lane, CompletableFuture<@Nullable Duration> outcome) {
		boolean left = get(() -> this.schedule.leave(lane));
		if (left) {
			outcome.whenComplete((delay, failure) -> finish(lane, delay));
		}
		return left;
	}

	/**
	 * Handle that the current step of a lane is done some time after its worker has left.
	 */
	private void finish(Lane lane, @Nullable Duration delay) {
		ListenerStep cancelled;
		this.lock.lock();
		try {
			if (!this.schedule.comeBack(lane)) {
				return;
			}
			cancelled = this.schedule.release(lane, delay);
			this.workers.leave(1);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (cancelled != null) {
			cancelled.cancel();
		}
		start(get(this::reserve));
	}

	private void repeat(Lane lane) {
		change(() -> this.schedule.repeat(lane));
		start(get(this::reserve));
	}

	/**
	 * Return whether nothing waits and nothing may wait for being resumed.
	 */
	boolean isIdle() {
		// Without an object for the question, which each message asks
		this.lock.lock();
		try {
			return !this.schedule.ready().isPaused() && this.schedule.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many messages wait.
	 */
	int waiting() {
		return get(this.schedule::waiting);
	}

	/**
	 * Begin no further step. Those that run go on.
	 */
	void pause() {
		change(() -> this.schedule.ready().setPaused(true));
	}

	void resume() {
		change(() -> this.schedule.ready().setPaused(false));
		start(get(this::reserve));
	}

	boolean isPaused() {
		return get(this.schedule.ready()::isPaused);
	}

	/**
	 * Return whether no step runs or has run and is not done.
	 */
	boolean isResting() {
		return get(this.workers::isEmpty);
	}

	/**
	 * Take steps again. If the lanes were closed, those that have run before and are not
	 * done are cancelled.
	 */
	void open() {
		List<ListenerStep> abandoned = get(() -> {
			List<ListenerStep> steps = this.schedule.open();
			this.workers.leave(steps.size());
			return steps;
		});
		abandoned.forEach(ListenerStep::cancel);
	}

	/**
	 * Take no further steps, and cancel those that wait, also for being run again.
	 */
	void close() {
		List<ListenerStep> cancelled = get(() -> {
			this.changed.signalAll();
			return this.schedule.close();
		});
		cancelled.forEach(ListenerStep::cancel);
	}

	private void change(Runnable action) {
		get(() -> {
			action.run();
			this.changed.signalAll();
			return true;
		});
	}

	private <T extends @Nullable Object> T get(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
