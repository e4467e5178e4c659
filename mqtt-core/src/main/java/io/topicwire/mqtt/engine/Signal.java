package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Something that threads wait for. Costs next to nothing to give as long as nobody waits,
 * and wakes up those who do when they will find the lock free. Guarded by the lock of the
 * client.
 */
final class Signal {

	static final long UNLIMITED = Long.MAX_VALUE;

	private final ClientLock lock;

	private final List<Waiter> waiters = new ArrayList<>(1);

	Signal(ClientLock lock) {
		this.lock = lock;
	}

	/**
	 * Wake up all who wait.
	 */
	void give() {
		for (int i = 0; i < this.waiters.size(); i++) {
			Waiter waiter = this.waiters.get(i);
			if (!waiter.signalled) {
				waiter.signalled = true;
				this.lock.wakeWhenReleased(waiter.thread);
			}
		}
	}

	Waiter newWaiter() {
		Waiter waiter = new Waiter();
		this.waiters.add(waiter);
		return waiter;
	}

	void remove(Waiter waiter) {
		this.waiters.remove(waiter);
	}

	/**
	 * A thread that waits once.
	 */
	static final class Waiter {

		private final Thread thread = Thread.currentThread();

		private volatile boolean signalled;

		/**
		 * Wait without the lock. An interrupt is left to whoever comes next.
		 * @param nanos how long at most, in nanoseconds, or {@link #UNLIMITED}
		 * @return whether there was a signal
		 */
		boolean await(long nanos) {
			boolean interrupted = false;
			long start = System.nanoTime();
			for (long left = nanos; !this.signalled && left > 0; left = nanos - (System.nanoTime() - start)) {
				park(left);
				interrupted |= Thread.interrupted();
			}
			if (interrupted) {
				this.thread.interrupt();
			}
			return this.signalled;
		}

		private void park(long nanos) {
			if (nanos < UNLIMITED / 2) {
				LockSupport.parkNanos(this, nanos);
			}
			else {
				// A thread dump tells it from a thread that waits for some time
				LockSupport.park(this);
			}
		}

	}

}
