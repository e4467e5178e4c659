package io.topicwire.mqtt.client;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Makes the threads of a client and knows when all of them wait, so that a run depends as
 * little on chance as possible.
 */
final class FuzzThreads implements ThreadFactory {

	// Far more than anything takes even on a busy machine
	private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

	// Virtual ones, of which only one runs at a time, repeat a run as it was and are
	// faster
	private static final ThreadFactory FACTORY = virtualThreads();

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	private final Thread.UncaughtExceptionHandler uncaught;

	FuzzThreads(Thread.UncaughtExceptionHandler uncaught) {
		this.uncaught = uncaught;
	}

	// Java 17 has none
	private static ThreadFactory virtualThreads() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			return (action) -> {
				Thread thread = new Thread(action);
				thread.setDaemon(true);
				return thread;
			};
		}
	}

	/**
	 * Run something on such a thread, and wait for its end.
	 */
	static void run(Runnable action) {
		CompletableFuture<?> result = CompletableFuture.runAsync(action, (task) -> FACTORY.newThread(task).start());
		try {
			result.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw ex;
		}
	}

	@Override
	public Thread newThread(Runnable action) {
		Thread thread = FACTORY.newThread(action);
		thread.setUncaughtExceptionHandler(this.uncaught);
		this.threads.add(thread);
		return thread;
	}

	/**
	 * Wait until all threads wait, having taken all that there is.
	 */
	void settle(BooleanSupplier taken) {
		await("to come to rest", () -> {
			boolean quiet = true;
			// One that was woken a moment ago does not show it yet
			for (int i = 0; i < 3 && quiet; i++) {
				quiet = taken.getAsBoolean() && this.threads.stream().allMatch(this::waits);
				Thread.yield();
			}
			return quiet;
		});
	}

	private boolean waits(Thread thread) {
		return switch (thread.getState()) {
			case WAITING, TIMED_WAITING, TERMINATED -> true;
			default -> false;
		};
	}

	void awaitEnd() {
		await("to end", () -> this.threads.stream().noneMatch(Thread::isAlive));
	}

	void await(String what, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > PATIENCE) {
				AssertionError error = new AssertionError("The client takes too long " + what);
				this.threads.stream().filter(Thread::isAlive).forEach((thread) -> {
					Throwable place = new Throwable(thread.getState().toString());
					place.setStackTrace(thread.getStackTrace());
					error.addSuppressed(place);
				});
				throw error;
			}
			Thread.yield();
		}
	}

}
