package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An HTTP client that can be ended. Before Java 21 the platform has no method for that:
 * the one thread of a client stays until the garbage collector finds that nobody uses the
 * client any more, which may be never. That thread ends when it is interrupted; to find
 * it, the client is built where no other threads are.
 */
final class EphemeralHttpClient {

	private static final Duration END_TIMEOUT = Duration.ofSeconds(1);

	private static final ThreadGroup GROUP = new ThreadGroup(topGroup(), "mqtt-websocket");

	private static final ReentrantLock LOCK = new ReentrantLock();

	private final HttpClient client;

	private final Set<Thread> threads;

	private EphemeralHttpClient(HttpClient client, Set<Thread> threads) {
		this.client = client;
		this.threads = threads;
	}

	/**
	 * Build a client that does all its work on one thread.
	 */
	static EphemeralHttpClient build(HttpClient.Builder builder) throws IOException {
		builder.executor(Runnable::run);
		FutureTask<HttpClient> task = new FutureTask<>(builder::build);
		try {
			LOCK.lockInterruptibly();
			try {
				Set<Thread> threads = threads();
				Thread thread = new Thread(GROUP, task, "mqtt-websocket");
				thread.setDaemon(true);
				thread.start();
				HttpClient client = task.get();
				thread.join();
				Set<Thread> own = threads();
				own.removeAll(threads);
				return new EphemeralHttpClient(client, own);
			}
			finally {
				LOCK.unlock();
			}
		}
		catch (ExecutionException ex) {
			throw new IOException("no HTTP client can be built: " + ex.getCause(), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while opening a WebSocket");
		}
	}

	private static ThreadGroup topGroup() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		while (group.getParent() != null) {
			group = group.getParent();
		}
		return group;
	}

	private static Set<Thread> threads() {
		Thread[] threads = new Thread[GROUP.activeCount() + 16];
		int count = GROUP.enumerate(threads);
		return new HashSet<>(List.of(Arrays.copyOf(threads, count)));
	}

	HttpClient client() {
		return this.client;
	}

	/**
	 * End the client with everything that goes on in it, and wait a moment for its
	 * thread.
	 */
	void end() {
		this.threads.forEach(Thread::interrupt);
		try {
			for (Thread thread : this.threads) {
				thread.join(END_TIMEOUT.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
