package io.topicwire.mqtt.leftover;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The threads of clients that are alive at some moment.
 *
 * @param threads the threads
 */
record LiveThreads(Set<Thread> threads) {

	private static final String PREFIX = "mqtt-";

	// Those that a test has failed for, so that no other one does
	private static final Set<Thread> reported = ConcurrentHashMap.newKeySet();

	static LiveThreads now() {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeIf((thread) -> !thread.getName().startsWith(PREFIX));
		return new LiveThreads(threads);
	}

	/**
	 * Wait until no other threads of clients are alive.
	 * @return those that are alive when time is over
	 */
	List<Thread> awaitNoOthers(long timeout, TimeUnit unit) throws InterruptedException {
		long deadline = System.nanoTime() + unit.toNanos(timeout);
		List<Thread> others = others();
		// The last thing a thread does may be to start another one
		while (!others.isEmpty()) {
			long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (remaining <= 0) {
				break;
			}
			others.get(0).join(remaining);
			others = others();
		}
		reported.addAll(others);
		return others;
	}

	private List<Thread> others() {
		return now().threads()
			.stream()
			.filter((thread) -> !this.threads.contains(thread) && !reported.contains(thread))
			.toList();
	}

}
