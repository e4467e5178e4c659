package io.topicwire.mqtt.leftover;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The futures that {@linkplain TrackedClient clients} have returned, of all tests of this
 * process, until they are looked at.
 */
final class TrackedFutures {

	private static final Queue<TrackedFuture> futures = new ConcurrentLinkedQueue<>();

	private TrackedFutures() {
	}

	static void add(Method method, Object @Nullable [] arguments, CompletableFuture<?> future) {
		futures.add(new TrackedFuture(method, arguments, future));
	}

	/**
	 * Wait for all futures to be completed, and forget them.
	 * @return what was asked for with those that are not completed when time is over
	 */
	static List<String> awaitCompletion(long timeout, TimeUnit unit) throws InterruptedException {
		List<TrackedFuture> pending = futures.stream().filter((tracked) -> !tracked.future().isDone()).toList();
		futures.clear();
		CompletableFuture<?> all = CompletableFuture
			.allOf(pending.stream().map(TrackedFuture::future).toArray(CompletableFuture<?>[]::new));
		try {
			all.get(timeout, unit);
		}
		catch (ExecutionException | TimeoutException ex) {
			// What counts is that it ended
		}
		return pending.stream().filter((tracked) -> !tracked.future().isDone()).map(TrackedFuture::operation).toList();
	}

	private record TrackedFuture(Method method, Object @Nullable [] arguments, CompletableFuture<?> future) {

		String operation() {
			return this.method.getName()
					+ ((this.arguments != null) ? Arrays.toString(this.arguments) : "[]").replace('\n', ' ');
		}

	}

}
