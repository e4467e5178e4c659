package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Starts the threads of one client and knows them.
 */
final class ClientThreads {

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final ClientLock lock;

	private final @Nullable ThreadFactory threadFactory;

	// That of the application, whichever thread happens to start another one
	private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

	ClientThreads(ClientLock lock, @Nullable ThreadFactory threadFactory) {
		this.lock = lock;
		this.threadFactory = threadFactory;
	}

	/**
	 * Start a thread as soon as the lock is released, because the factory may be the
	 * application's.
	 * @param name the name of the thread
	 * @param action what it does
	 * @param failed called if there is no such thread, because the factory fails or the
	 * system has no more of them
	 */
	void start(String name, Runnable action, Consumer<Throwable> failed) {
		this.lock.whenReleased(new Start(name, action, failed));
	}

	/**
	 * Count a thread among those of the client.
	 */
	void add(Thread thread) {
		for (Thread candidate : this.threads) {
			if (candidate.getState() == Thread.State.TERMINATED) {
				this.threads.remove(candidate);
			}
		}
		// From the start on: whoever waits for all threads must not miss one that begins
		this.threads.add(thread);
	}

	private Thread newDaemon(String name, Runnable action) {
		Thread thread = new Thread(action, name);
		thread.setDaemon(true);
		thread.setContextClassLoader(this.contextClassLoader);
		return thread;
	}

	private Thread create(String name, Runnable action) {
		if (this.threadFactory == null) {
			return newDaemon(name, action);
		}
		Thread thread = this.threadFactory.newThread(action);
		if (thread == null) {
			throw new IllegalStateException("The thread factory " + this.threadFactory + " returned no thread");
		}
		return thread;
	}

	boolean isOwn(Thread thread) {
		return this.threads.contains(thread);
	}

	void interrupt() {
		this.threads.forEach(Thread::interrupt);
	}

	/**
	 * Wait for all threads to end.
	 * @return whether none is left
	 */
	boolean awaitEnd(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		// The last thing a thread does may be to start another one
		for (Thread thread = alive(); thread != null; thread = alive()) {
			long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (remaining <= 0) {
				return false;
			}
			thread.join(remaining);
		}
		return true;
	}

	private @Nullable Thread alive() {
		return this.threads.stream().filter(Thread::isAlive).findFirst().orElse(null);
	}

	/**
	 * A thread that is to be started.
	 */
	private final class Start implements Runnable {

		private final String name;

		private final Runnable action;

		private final Consumer<Throwable> failed;

		private Start(String name, Runnable action, Consumer<Throwable> failed) {
			this.name = name;
			this.action = action;
			this.failed = failed;
		}

		@Override
		public void run() {
			// All clients would have to wait for a factory that does not return
			start(ClientThreads.this.threadFactory != null && SharedTimer.INSTANCE.isCurrentThread());
		}

		private void start(boolean indirectly) {
			Thread thread = null;
			try {
				thread = indirectly ? newDaemon(this.name + "-start", () -> start(false))
						: create(this.name, this.action);
				add(thread);
				thread.start();
			}
			catch (Throwable ex) {
				if (thread != null) {
					ClientThreads.this.threads.remove(thread);
				}
				this.failed.accept(ex);
			}
		}

	}

}
