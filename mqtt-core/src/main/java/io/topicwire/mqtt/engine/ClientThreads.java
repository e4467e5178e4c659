package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Starts the threads of one client and knows which ones are running.
 */
final class ClientThreads {

	private final Set<Thread> running = ConcurrentHashMap.newKeySet();

	private final ClientLock lock;

	private final @Nullable ThreadFactory threadFactory;

	ClientThreads(ClientLock lock, @Nullable ThreadFactory threadFactory) {
		this.lock = lock;
		this.threadFactory = threadFactory;
	}

	/**
	 * Start a thread as soon as the lock is released, because the factory may be the
	 * application's.
	 */
	void start(String name, Runnable action) {
		this.lock.whenReleased(() -> newThread(name, action).start());
	}

	Thread newThread(String name, Runnable action) {
		Runnable tracked = () -> {
			this.running.add(Thread.currentThread());
			try {
				action.run();
			}
			finally {
				this.running.remove(Thread.currentThread());
			}
		};
		if (this.threadFactory == null) {
			Thread thread = new Thread(tracked, name);
			thread.setDaemon(true);
			return thread;
		}
		Thread thread = this.threadFactory.newThread(tracked);
		if (thread == null) {
			throw new IllegalStateException("The thread factory " + this.threadFactory + " returned no thread");
		}
		return thread;
	}

	boolean isOwn(Thread thread) {
		return this.running.contains(thread);
	}

	void interrupt() {
		this.running.forEach(Thread::interrupt);
	}

	/**
	 * Wait for all threads to end.
	 * @return whether none is left
	 */
	boolean awaitEnd(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		for (Thread thread : this.running) {
			long remaining = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
			thread.join(remaining);
		}
		return this.running.stream().noneMatch(Thread::isAlive);
	}

}
