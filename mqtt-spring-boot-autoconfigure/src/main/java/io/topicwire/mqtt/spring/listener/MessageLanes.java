package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

	// Those with steps that wait or run
	private final Map<Object, Lane> lanes = new HashMap<>();

	// Those whose first step can be run
	private final Deque<Lane> ready = new ArrayDeque<>();

	private final Executor executor;

	private final int concurrency;

	// Including what has run and is not done
	private int workers;

	// Those of them that were started and have not looked for a lane yet
	private int starting;

	private int messages;

	private long bytes;

	private boolean paused;

	private boolean closed;

	// How often they were opened after having been closed
	private int generation;

	/**
	 * Create lanes.
	 * @param executor runs the steps
	 * @param concurrency how many may run at once, at least 1; with 1 all steps share a
	 * lane
	 */
	MessageLanes(Executor executor, int concurrency) {
		this.executor = executor;
		this.concurrency = concurrency;
	}

	/**
	 * Run a step after all others of its lane. Waits for room, but a dispensable one not
	 * for the lanes being resumed.
	 * @return {@code false} if the lanes are closed, or paused without room for a
	 * dispensable step, so that it is not run
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	boolean execute(Step step) throws InterruptedException {
		int summoned;
		this.lock.lockInterruptibly();
		try {
			while (!this.closed && this.messages > 0
					&& (this.messages >= MAX_MESSAGES || this.bytes + step.size() > MAX_BYTES)) {
				if (this.paused && step.isDispensable()) {
					return false;
				}
				this.changed.await();
			}
			if (this.closed) {
				return false;
			}
			add(step);
			summoned = summon();
		}
		finally {
			this.lock.unlock();
		}
		start(summoned);
		return true;
	}

	/**
	 * Run a step after all others of its lane, without waiting for room.
	 * @return {@code false} if the lanes are closed, so that it is not run
	 */
	boolean enqueue(Step step) {
		int summoned;
		this.lock.lock();
		try {
			if (this.closed) {
				return false;
			}
			add(step);
			summoned = summon();
		}
		finally {
			this.lock.unlock();
		}
		start(summoned);
		return true;
	}

	private void add(Step step) {
		Lane lane = this.lanes.computeIfAbsent((this.concurrency > 1) ? step.key() : this, Lane::new);
		lane.steps.addLast(step);
		this.messages++;
		this.bytes += step.size();
		if (!lane.taken) {
			lane.taken = true;
			this.ready.addLast(lane);
		}
	}

	/**
	 * Reserve places for as many workers as can run something.
	 * @return how many are to be {@link #start started} once the lock is released
	 */
	private int summon() {
		int summoned = 0;
		while (!this.paused && this.workers < this.concurrency && this.starting < this.ready.size()) {
			this.workers++;
			this.starting++;
			summoned++;
		}
		return summoned;
	}

	private void start(int summoned) {
		for (int started = 0; started < summoned; started++) {
			try {
				this.executor.execute(this::work);
			}
			catch (RejectedExecutionException ex) {
				refused(summoned - started);
				return;
			}
		}
	}

	/**
	 * Ask for workers again later: what is to be run is not lost because the executor has
	 * much to do. Ends when the lanes are closed, for then nothing is to be run.
	 */
	private void refused(int missing) {
		this.lock.lock();
		try {
			this.workers -= missing;
			this.starting -= missing;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		delay(REFUSED, this::summonAndStart);
	}

	private void summonAndStart() {
		int summoned;
		this.lock.lock();
		try {
			summoned = summon();
		}
		finally {
			this.lock.unlock();
		}
		start(summoned);
	}

	private void work() {
		Lane lane = null;
		Duration delay = null;
		boolean starts = true;
		while (true) {
			Step cancelled = null;
			this.lock.lock();
			try {
				if (starts) {
					starts = false;
					this.starting--;
				}
				if (lane != null) {
					cancelled = release(lane, delay);
				}
				lane = (this.paused || this.closed) ? null : this.ready.pollFirst();
				if (lane == null) {
					this.workers--;
					this.changed.signalAll();
					return;
				}
				lane.current = lane.steps.removeFirst();
				lane.generation = this.generation;
				this.messages--;
				this.bytes -= lane.current.size();
				this.changed.signalAll();
			}
			finally {
				this.lock.unlock();
				if (cancelled != null) {
					cancelled.cancel();
				}
			}
			CompletableFuture<@Nullable Duration> outcome = lane.current.run();
			// An interrupt was meant for the step that is over
			Thread.interrupted();
			if (outcome.isDone()) {
				delay = outcome.join();
			}
			else if (leave(lane, outcome)) {
				return;
			}
			else {
				lane.current.cancel();
				delay = null;
			}
		}
	}

	/**
	 * Leave a lane whose current step will be done some time later. It keeps its place
	 * among the workers.
	 * @return {@code false} if the step has begun before the lanes were opened again, so
	 * that it is not waited for
	 */
	private boolean leave(Lane lane, CompletableFuture<@Nullable Duration> outcome) {
		this.lock.lock();
		try {
			if (lane.generation != this.generation) {
				return false;
			}
			lane.left = true;
		}
		finally {
			this.lock.unlock();
		}
		outcome.whenComplete((delay, failure) -> finish(lane, delay));
		return true;
	}

	/**
	 * Handle that the current step of a lane is done some time after its worker has left.
	 */
	private void finish(Lane lane, @Nullable Duration delay) {
		Step cancelled;
		this.lock.lock();
		try {
			if (!lane.left) {
				// Abandoned
				return;
			}
			lane.left = false;
			cancelled = release(lane, delay);
			this.workers--;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (cancelled != null) {
			cancelled.cancel();
		}
		summonAndStart();
	}

	/**
	 * Handle that the current step of a lane is done.
	 * @return the step if it was to be run again and will not
	 */
	private @Nullable Step release(Lane lane, @Nullable Duration delay) {
		Step step = lane.current;
		if (delay != null && step != null && !this.closed) {
			lane.waiting = true;
			delay(delay, () -> resume(lane, step));
			return null;
		}
		lane.current = null;
		advance(lane);
		return (delay != null) ? step : null;
	}

	private void resume(Lane lane, Step step) {
		this.lock.lock();
		try {
			if (lane.waiting && lane.current == step) {
				lane.waiting = false;
				lane.current = null;
				lane.steps.addFirst(step);
				this.messages++;
				this.bytes += step.size();
				this.ready.addLast(lane);
			}
		}
		finally {
			this.lock.unlock();
		}
		summonAndStart();
	}

	private void advance(Lane lane) {
		if (lane.steps.isEmpty()) {
			lane.taken = false;
			this.lanes.remove(lane.key);
		}
		else {
			this.ready.addLast(lane);
		}
	}

	// Not by way of the listener's executor, which may refuse
	private static void delay(Duration delay, Runnable action) {
		CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(action);
	}

	/**
	 * Return whether nothing waits and nothing may wait for being resumed.
	 */
	boolean isIdle() {
		this.lock.lock();
		try {
			return !this.paused && this.lanes.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many messages wait.
	 */
	int waiting() {
		this.lock.lock();
		try {
			return this.messages;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Begin no further step. Those that run go on.
	 */
	void pause() {
		this.lock.lock();
		try {
			this.paused = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void resume() {
		this.lock.lock();
		try {
			this.paused = false;
		}
		finally {
			this.lock.unlock();
		}
		summonAndStart();
	}

	boolean isPaused() {
		this.lock.lock();
		try {
			return this.paused;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether no step runs or has run and is not done.
	 */
	boolean isResting() {
		this.lock.lock();
		try {
			return this.workers == 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take steps again. If the lanes were closed, those that have run before and are not
	 * done are cancelled: who knows whether they ever will be.
	 */
	void open() {
		List<Step> abandoned = new ArrayList<>();
		this.lock.lock();
		try {
			if (this.closed) {
				this.generation++;
				abandon(abandoned);
			}
			this.closed = false;
		}
		finally {
			this.lock.unlock();
		}
		abandoned.forEach(Step::cancel);
	}

	private void abandon(List<Step> abandoned) {
		for (Lane lane : List.copyOf(this.lanes.values())) {
			if (lane.left && lane.current != null) {
				lane.left = false;
				abandoned.add(lane.current);
				this.lanes.remove(lane.key);
				this.workers--;
			}
		}
	}

	/**
	 * Take no further steps, and cancel those that wait, also for being run again.
	 */
	void close() {
		List<Step> cancelled = new ArrayList<>();
		this.lock.lock();
		try {
			this.closed = true;
			for (Lane lane : List.copyOf(this.lanes.values())) {
				if (lane.waiting && lane.current != null) {
					lane.waiting = false;
					cancelled.add(lane.current);
					lane.current = null;
				}
				cancelled.addAll(lane.steps);
				lane.steps.clear();
				if (lane.current == null) {
					this.lanes.remove(lane.key);
				}
			}
			this.ready.clear();
			this.messages = 0;
			this.bytes = 0;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		cancelled.forEach(Step::cancel);
	}

	/**
	 * What a listener has to do about a message.
	 */
	interface Step {

		/**
		 * Return what steps have in common that keep their order.
		 */
		Object key();

		/**
		 * Return how much memory it takes while it waits, in bytes.
		 */
		int size();

		/**
		 * Return whether it may be left out rather than wait until the lanes are resumed.
		 */
		boolean isDispensable();

		/**
		 * Do it. Throws nothing.
		 * @return completed when it is done, never exceptionally: with the time until it
		 * is to be run again before all others of its lane, or with {@code null}
		 */
		CompletableFuture<@Nullable Duration> run();

		/**
		 * Handle that it will not be run (again).
		 */
		void cancel();

	}

	private static final class Lane {

		private final Object key;

		private final Deque<Step> steps = new ArrayDeque<>(4);

		private @Nullable Step current;

		// When it has begun
		private int generation;

		// Whether it is ready, or its current step runs or waits
		private boolean taken;

		// Whether its current step has run and is not done
		private boolean left;

		// Whether its current step waits for being run again
		private boolean waiting;

		Lane(Object key) {
			this.key = key;
		}

	}

}
