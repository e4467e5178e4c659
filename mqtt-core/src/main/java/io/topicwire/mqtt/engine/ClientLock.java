package io.topicwire.mqtt.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The one lock that guards the state of a client. Whatever could run foreign code or take
 * long is put off until the lock is released.
 */
final class ClientLock {

	private static final Logger logger = System.getLogger(ClientLock.class.getName());

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Runnable> whenReleased = new ArrayList<>();

	void run(Runnable action) {
		call(() -> {
			action.run();
			return null;
		});
	}

	<T extends @Nullable Object> T call(Supplier<T> action) {
		List<Runnable> actions = List.of();
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			if (this.lock.getHoldCount() == 1 && !this.whenReleased.isEmpty()) {
				actions = List.copyOf(this.whenReleased);
				this.whenReleased.clear();
			}
			this.lock.unlock();
			actions.forEach(ClientLock::runReleased);
		}
	}

	/**
	 * Wait for a condition, or do first what was put off until the lock is released. The
	 * caller has to look again in either case.
	 */
	void await(Condition condition) {
		if (this.whenReleased.isEmpty()) {
			condition.awaitUninterruptibly();
			return;
		}
		List<Runnable> actions = List.copyOf(this.whenReleased);
		this.whenReleased.clear();
		this.lock.unlock();
		try {
			actions.forEach(ClientLock::runReleased);
		}
		finally {
			this.lock.lock();
		}
	}

	private static void runReleased(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			// The other actions are none the worse for it: one of them may close a
			// connection
			logger.log(Level.ERROR, "Action failed that was put off until the lock was released", ex);
		}
	}

	/**
	 * Run an action as soon as this thread does not hold the lock, which may be now.
	 */
	void whenReleased(Runnable action) {
		if (this.lock.isHeldByCurrentThread()) {
			this.whenReleased.add(action);
		}
		else {
			runReleased(action);
		}
	}

	Condition newCondition() {
		return this.lock.newCondition();
	}

}
