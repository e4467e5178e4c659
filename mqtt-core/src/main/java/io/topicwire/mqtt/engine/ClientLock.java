package io.topicwire.mqtt.engine;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The one lock that guards the state of a client. Whatever could run foreign code or take
 * long is put off until the lock is released.
 */
final class ClientLock {

	// Some 50 microseconds: as long as a batch is taken, and about what it takes to be
	// parked and woken up
	private static final int LOOKS = 1_000;

	private final ReentrantLock lock = new ReentrantLock();

	// What threads have left behind that did not want to wait for the lock
	private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();

	private volatile LeftBehind leftBehind = LeftBehind.NOTHING;

	// What is done by all who take the lock, for threads that never take it themselves
	private volatile Runnable[] collected = {};

	private final List<Runnable> beforeRelease = new ArrayList<>();

	private List<Runnable> whenReleased = new ArrayList<>();

	private List<Thread> waking = new ArrayList<>();

	void run(Runnable action) {
		acquire();
		try {
			action.run();
		}
		finally {
			release();
		}
	}

	<T extends @Nullable Object> T call(Supplier<T> action) {
		acquire();
		try {
			return action.get();
		}
		finally {
			release();
		}
	}

	/**
	 * Run an action under the lock without waiting for it: at once if this thread can
	 * have the lock, and else before the thread that has it lets go of it. Saves a thread
	 * that has much to report to wait, and to be woken up, each time that others are
	 * busy. Actions of one thread keep their order, and precede whatever the thread does
	 * later under the lock.
	 */
	void submit(Runnable action) {
		if (this.lock.isHeldByCurrentThread()) {
			action.run();
			return;
		}
		if (this.submitted.isEmpty() && this.lock.tryLock()) {
			try {
				action.run();
			}
			finally {
				release();
			}
			return;
		}
		this.submitted.add(action);
		leftSomethingBehind();
	}

	/**
	 * Take the lock. Only where an action would cost an object for each message; has to
	 * be followed by {@link #release()} in a finally block.
	 */
	void acquire() {
		this.lock.lock();
		runSubmitted();
	}

	/**
	 * Take the lock, as {@link #acquire()} does, but look for a moment whether it gets
	 * free before waiting for it. For who brings one thing after the other and is in the
	 * way of the same thread each time: to be parked and woken up so often took a third
	 * of the time of sending. Who comes after others waits as they do, because many that
	 * look are in the way of the one that has the lock.
	 */
	void acquireSoon() {
		if (!tryForAMoment()) {
			this.lock.lock();
		}
		runSubmitted();
	}

	private boolean tryForAMoment() {
		boolean taken = this.lock.tryLock();
		for (int i = 0; !taken && i < LOOKS && !this.lock.hasQueuedThreads(); i++) {
			Thread.onSpinWait();
			taken = !this.lock.isLocked() && this.lock.tryLock();
		}
		return taken;
	}

	/**
	 * Take the lock, as {@link #acquire()} does, if that can be done without waiting.
	 * @return whether the lock was taken
	 */
	boolean tryAcquire() {
		if (!this.lock.tryLock()) {
			return false;
		}
		runSubmitted();
		return true;
	}

	/**
	 * See to it that something is done that was left behind, by this thread unless
	 * another one has the lock, or waits for it, and so does it.
	 */
	void leftSomethingBehind() {
		if (this.lock.tryLock()) {
			release();
		}
	}

	/**
	 * Let go of the lock that was taken by {@link #acquire()}.
	 */
	void release() {
		List<Runnable> actions = unlock();
		// From somebody who found the lock taken a moment ago. A thread that waits for it
		// sees to that as well, and this one would not get away otherwise as long as
		// others bring more than it gets done
		while (isSomethingLeftBehind() && !isHeld() && !this.lock.hasQueuedThreads() && this.lock.tryLock()) {
			actions = join(actions, unlock());
		}
		for (int i = 0; i < actions.size(); i++) {
			runSafely(actions.get(i));
		}
	}

	private boolean isSomethingLeftBehind() {
		return !this.submitted.isEmpty() || !this.leftBehind.isEmpty();
	}

	/**
	 * Do what has to be done before, and unlock.
	 * @return what is to be done afterwards
	 */
	private List<Runnable> unlock() {
		List<Runnable> actions = List.of();
		List<Thread> waking = List.of();
		try {
			if (this.lock.getHoldCount() == 1) {
				runSubmitted();
				runBeforeRelease();
				if (!this.whenReleased.isEmpty()) {
					actions = this.whenReleased;
					this.whenReleased = new ArrayList<>(2);
				}
				if (!this.waking.isEmpty()) {
					waking = this.waking;
					this.waking = new ArrayList<>(2);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		for (int i = 0; i < waking.size(); i++) {
			LockSupport.unpark(waking.get(i));
		}
		return actions;
	}

	private static List<Runnable> join(List<Runnable> first, List<Runnable> second) {
		if (first.isEmpty()) {
			return second;
		}
		first.addAll(second);
		return first;
	}

	private void runSubmitted() {
		if (this.lock.getHoldCount() == 1) {
			for (Runnable action : this.collected) {
				runSafely(action);
			}
			for (Runnable action = this.submitted.poll(); action != null; action = this.submitted.poll()) {
				runSafely(action);
			}
			if (!this.leftBehind.isEmpty()) {
				runSafely(this.leftBehind);
			}
		}
	}

	private void runBeforeRelease() {
		for (int i = 0; i < this.beforeRelease.size(); i++) {
			runSafely(this.beforeRelease.get(i));
		}
		this.beforeRelease.clear();
	}

	private void runSafely(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			// The other actions are none the worse for it: one of them may close a
			// connection
			whenReleased(() -> log(ex));
		}
	}

	private static void log(Throwable failure) {
		try {
			System.getLogger(ClientLock.class.getName())
				.log(Level.ERROR, "An action that was left to whoever has the lock of the client failed", failure);
		}
		catch (Throwable ex) {
			// There is nobody to tell
		}
	}

	/**
	 * Run an action whenever a thread has taken the lock, and before it lets go of it. It
	 * costs next to nothing if there is nothing to do.
	 */
	synchronized void addCollected(Runnable action) {
		this.collected = Stream.concat(Stream.of(this.collected), Stream.of(action)).toArray(Runnable[]::new);
	}

	/**
	 * Do not run an action any more that was added by {@link #addCollected}.
	 */
	synchronized void removeCollected(Runnable action) {
		this.collected = Stream.of(this.collected).filter((candidate) -> candidate != action).toArray(Runnable[]::new);
	}

	/**
	 * Run an action as the last thing before this thread, which holds the lock, lets go
	 * of it. For what is to be done once for many things that happen under the lock.
	 */
	void beforeRelease(Runnable action) {
		this.beforeRelease.add(action);
	}

	/**
	 * Run an action as soon as this thread does not hold the lock, which may be now.
	 */
	void whenReleased(Runnable action) {
		if (this.lock.isHeldByCurrentThread()) {
			this.whenReleased.add(action);
		}
		else {
			runSafely(action);
		}
	}

	/**
	 * Wake up a thread as soon as this one, which holds the lock, does not hold it: not
	 * before, because it would have to wait for the lock at once, and not later, as
	 * others may keep this one busy with what they leave behind.
	 */
	void wakeWhenReleased(Thread thread) {
		this.waking.add(thread);
	}

	boolean isHeld() {
		return this.lock.isHeldByCurrentThread();
	}

	/**
	 * Let go of the lock, as if by releasing it, until there is a signal.
	 */
	void await(Signal signal) {
		await(signal, Signal.UNLIMITED);
	}

	/**
	 * Let go of the lock, as if by releasing it, until there is a signal or the time is
	 * over.
	 * @param nanos the time in nanoseconds
	 * @return whether there was a signal
	 */
	boolean await(Signal signal, long nanos) {
		Signal.Waiter waiter = signal.newWaiter();
		release();
		try {
			return waiter.await(nanos);
		}
		finally {
			acquire();
			signal.remove(waiter);
		}
	}

	Signal newSignal() {
		return new Signal(this);
	}

	/**
	 * Set where threads leave behind what costs them no object. Whoever takes the lock
	 * does it, and again before it lets go of the lock.
	 */
	void leftBehind(LeftBehind leftBehind) {
		this.leftBehind = leftBehind;
	}

	/**
	 * What threads have left behind that did not want to wait for the lock.
	 */
	interface LeftBehind extends Runnable {

		LeftBehind NOTHING = new LeftBehind() {

			@Override
			public boolean isEmpty() {
				return true;
			}

			@Override
			public void run() {
			}

		};

		/**
		 * Return whether there is nothing to do. Needs no lock.
		 */
		boolean isEmpty();

	}

}
