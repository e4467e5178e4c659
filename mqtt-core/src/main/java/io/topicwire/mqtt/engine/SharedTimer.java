package io.topicwire.mqtt.engine;

import java.lang.System.Logger.Level;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The one thread on which the timers of all clients of the JVM go off: a thread for each
 * client would take 90 KiB, to wait for a ping once a minute. It is started with the
 * first task, and ends when the last client gives it up, or when there was nothing to
 * wait for in a while.
 * <p>
 * The thread belongs to no client and to no application, so no application's thread
 * factory makes it and it keeps no application's class loader alive. What runs on it must
 * be short.
 */
final class SharedTimer implements Runnable {

	static final SharedTimer INSTANCE = new SharedTimer(TimeUnit.SECONDS.toNanos(5));

	private static final String THREAD_NAME = "mqtt-timer";

	private final long linger;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final NavigableSet<Task> tasks = new TreeSet<>();

	private long count;

	private int owners;

	private volatile @Nullable Thread thread;

	SharedTimer(long linger) {
		this.linger = linger;
	}

	/**
	 * Return whether the current thread is the one that runs tasks.
	 */
	boolean isCurrentThread() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Run an action later.
	 * @param owner who has it run; new ones are counted
	 * @param nanos how long to wait, in nanoseconds
	 * @param action what to run
	 */
	Timer.Task schedule(Owner owner, long nanos, Runnable action) {
		this.lock.lock();
		try {
			if (!owner.registered) {
				owner.registered = true;
				this.owners++;
			}
			Task task = new Task(System.nanoTime() + nanos, ++this.count, owner, action);
			this.tasks.add(task);
			if (this.thread == null) {
				start();
			}
			else if (this.tasks.first() == task) {
				this.changed.signal();
			}
			return task;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void start() {
		// Nothing of whoever happens to be the first
		Thread thread = new Thread(null, this, THREAD_NAME, 0, false);
		thread.setContextClassLoader(SharedTimer.class.getClassLoader());
		thread.setDaemon(true);
		this.thread = thread;
		try {
			thread.start();
		}
		catch (Throwable ex) {
			this.thread = null;
			System.getLogger(SharedTimer.class.getName())
				.log(Level.ERROR, "Thread " + THREAD_NAME + " could not be started; the next task tries again", ex);
		}
	}

	/**
	 * Drop all tasks of an owner.
	 * @return the thread if it ends because this was the last owner
	 */
	@Nullable Thread release(Owner owner) {
		this.lock.lock();
		try {
			this.tasks.removeIf((task) -> task.owner == owner);
			if (!owner.registered) {
				return null;
			}
			owner.registered = false;
			if (--this.owners > 0) {
				return null;
			}
			Thread ending = this.thread;
			this.thread = null;
			this.changed.signal();
			return ending;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void run() {
		for (Task task = next(); task != null; task = next()) {
			task.owner.run(task.action);
		}
	}

	private @Nullable Task next() {
		this.lock.lock();
		try {
			long idleSince = System.nanoTime();
			while (isCurrentThread()) {
				long now = System.nanoTime();
				Task first = this.tasks.isEmpty() ? null : this.tasks.first();
				long wait = (first != null) ? first.time - now : idleSince + this.linger - now;
				if (wait > 0) {
					await(wait);
				}
				else if (first == null) {
					this.thread = null;
				}
				else {
					this.tasks.remove(first);
					return first;
				}
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await(long nanos) {
		try {
			this.changed.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// Nobody has to interrupt this thread, which ends when it is told to
		}
	}

	/**
	 * Who has tasks run. Guarded by the lock of the timer.
	 */
	static class Owner {

		private boolean registered;

		/**
		 * Run an action whose time has come. On the thread of the timer, without its
		 * lock.
		 */
		void run(Runnable action) {
			action.run();
		}

	}

	/**
	 * Something to run at some time.
	 */
	private final class Task implements Timer.Task, Comparable<Task> {

		private final long time;

		private final long number;

		private final Owner owner;

		private final Runnable action;

		private Task(long time, long number, Owner owner, Runnable action) {
			this.time = time;
			this.number = number;
			this.owner = owner;
			this.action = action;
		}

		@Override
		public void cancel() {
			SharedTimer.this.lock.lock();
			try {
				SharedTimer.this.tasks.remove(this);
			}
			finally {
				SharedTimer.this.lock.unlock();
			}
		}

		@Override
		public int compareTo(Task other) {
			// Times may overflow
			return (this.time != other.time) ? Long.signum(this.time - other.time)
					: Long.compare(this.number, other.number);
		}

	}

}
