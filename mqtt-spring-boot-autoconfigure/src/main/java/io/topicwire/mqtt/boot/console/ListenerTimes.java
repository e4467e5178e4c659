package io.topicwire.mqtt.boot.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * How long listeners have taken in the last minute, and how they failed last.
 * Thread-safe.
 */
final class ListenerTimes {

	private static final int MAXIMUM_FAILURES = 1_000;

	private final Map<String, Times> times = new ConcurrentHashMap<>();

	// Also of listeners that are gone while nobody looks; guarded by itself
	private final Map<String, Failure> failures = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
			return size() > MAXIMUM_FAILURES;
		}

	};

	/**
	 * Note that a listener was called.
	 * @param listener its identifier
	 * @param nanos how long it took
	 * @param time when it returned, in milliseconds since 1970
	 */
	void called(String listener, long nanos, long time) {
		this.times.computeIfAbsent(listener, (id) -> new Times()).add(nanos, time);
	}

	/**
	 * Note that a listener has failed.
	 * @param listener its identifier
	 * @param error why
	 * @param time when, in milliseconds since 1970
	 */
	void failed(String listener, String error, long time) {
		synchronized (this.failures) {
			// The latest last
			this.failures.remove(listener);
			this.failures.put(listener, new Failure(time, error));
		}
	}

	Map<String, @Nullable Object> describe(String listener, long time) {
		Times times = this.times.get(listener);
		Failure failure = lastFailure(listener);
		Map<String, @Nullable Object> json = (times != null) ? times.describe(time)
				: Json.object("rate", 0, "averageMillis", null, "maximumMillis", null);
		json.put("lastError", (failure != null) ? failure.toJson() : null);
		return json;
	}

	private @Nullable Failure lastFailure(String listener) {
		synchronized (this.failures) {
			return this.failures.get(listener);
		}
	}

	/**
	 * Forget listeners that are gone.
	 * @param present the identifiers of those that are there
	 */
	void retain(Set<String> present) {
		this.times.keySet().retainAll(present);
		synchronized (this.failures) {
			this.failures.keySet().retainAll(present);
		}
	}

	/**
	 * Forget times, but not failures.
	 */
	void clear() {
		this.times.clear();
	}

	/**
	 * The last failure of a listener.
	 *
	 * @param time when
	 * @param text why
	 */
	private record Failure(long time, String text) {

		Map<String, @Nullable Object> toJson() {
			return Json.object("time", this.time, "text", this.text);
		}

	}

	/**
	 * A slot for each second of the last minute.
	 */
	private static final class Times {

		private static final int SLOTS = 60;

		private static final int RATE_SECONDS = 10;

		private final long[] seconds = new long[SLOTS];

		private final long[] counts = new long[SLOTS];

		private final long[] sums = new long[SLOTS];

		private final long[] maxima = new long[SLOTS];

		synchronized void add(long nanos, long time) {
			long second = time / 1_000;
			int slot = (int) (second % SLOTS);
			if (this.seconds[slot] != second) {
				this.seconds[slot] = second;
				this.counts[slot] = 0;
				this.sums[slot] = 0;
				this.maxima[slot] = 0;
			}
			this.counts[slot]++;
			this.sums[slot] += nanos;
			this.maxima[slot] = Math.max(this.maxima[slot], nanos);
		}

		synchronized Map<String, @Nullable Object> describe(long time) {
			long now = time / 1_000;
			long recent = 0;
			long count = 0;
			long sum = 0;
			long maximum = 0;
			for (int slot = 0; slot < SLOTS; slot++) {
				long age = now - this.seconds[slot];
				if (age < SLOTS) {
					count += this.counts[slot];
					sum += this.sums[slot];
					maximum = Math.max(maximum, this.maxima[slot]);
					// The present second is not over yet
					recent += (age > 0 && age <= RATE_SECONDS) ? this.counts[slot] : 0;
				}
			}
			return Json.object("rate", recent / (double) RATE_SECONDS, "averageMillis",
					(count > 0) ? Json.millis(sum / count) : null, "maximumMillis",
					(count > 0) ? Json.millis(maximum) : null);
		}

	}

}
