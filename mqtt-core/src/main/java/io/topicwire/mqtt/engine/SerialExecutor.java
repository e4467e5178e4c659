package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on a thread that is started when there is something to
 * do and ends when there was nothing for a while. Tasks may be handed in under the lock
 * of the client: they keep the order in which that happens.
 */
final class SerialExecutor implements Executor {

	private static final Duration LINGER = Duration.ofSeconds(5);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final ClientThreads threads;

	private final String name;

	private final ClientLog log;

	private boolean running;

	private boolean shutdown;

	SerialExecutor(ClientThreads threads, String name, ClientLog log) {
		this.threads = threads;
		this.name = name;
		this.log = log;
	}

	@Override
	public void execute(Runnable task) {
		change((tasks) -> tasks.addLast(task));
	}

	/**
	 * Run a task before all those that wait.
	 */
	void executeFirst(Runnable task) {
		change((tasks) -> tasks.addFirst(task));
	}

	private void change(Consumer<Deque<Runnable>> change) {
		boolean start;
		this.lock.lock();
		try {
			change.accept(this.tasks);
			start = !this.running;
			this.running = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
		if (start) {
			this.threads.start(this.name, this::runTasks, this::startFailed);
		}
	}

	private void startFailed(Throwable failure) {
		this.lock.lock();
		try {
			// The next task tries again
			this.running = false;
		}
		finally {
			this.lock.unlock();
		}
		this.log.error("Thread " + this.name + " could not be started", failure);
	}

	/**
	 * End the thread once all tasks have run. A later task starts another one that ends
	 * at once.
	 */
	void shutdown() {
		this.lock.lock();
		try {
			this.shutdown = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void runTasks() {
		for (Runnable task = next(); task != null; task = next()) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				this.log.error("Task failed on thread " + this.name, ex);
			}
			// An interrupt was meant for the task that is over
			Thread.interrupted();
		}
	}

	private @Nullable Runnable next() {
		this.lock.lock();
		try {
			long nanos = LINGER.toNanos();
			while (this.tasks.isEmpty() && !this.shutdown && nanos > 0) {
				nanos = await(nanos);
			}
			this.running = !this.tasks.isEmpty();
			return this.tasks.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private long await(long nanos) {
		try {
			return this.changed.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// The interrupt was meant for a task that is over
			return nanos;
		}
	}

}
