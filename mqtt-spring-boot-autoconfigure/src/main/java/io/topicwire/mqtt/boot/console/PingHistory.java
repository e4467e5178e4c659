package io.topicwire.mqtt.boot.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How long pings of the last minutes have taken. Thread-safe.
 */
final class PingHistory {

	static final Duration LENGTH = Duration.ofMinutes(15);

	// Enough for one each second; whoever pings more often sees less of the past
	private static final int MAXIMUM = 1_000;

	private final LastItems<Ping> pings = new LastItems<>(Ping::id);

	private long lastId;

	/**
	 * Add a ping.
	 * @param time when it was answered, in milliseconds since 1970
	 * @param latency how long that took, or {@code null} if it was not
	 */
	synchronized void add(long time, @Nullable Duration latency) {
		this.pings.add(new Ping(++this.lastId, time, Json.micros(latency)));
		if (this.pings.size() > MAXIMUM) {
			this.pings.removeFirst();
		}
	}

	synchronized List<Ping> after(long id, long now) {
		return this.pings.after(id, (ping) -> isRecent(ping, now));
	}

	private static boolean isRecent(Ping ping, long now) {
		return now - ping.time() <= LENGTH.toMillis();
	}

	/**
	 * Describe the pings together.
	 */
	synchronized Map<String, @Nullable Object> summary(long now) {
		List<Ping> recent = after(0, now);
		long[] latencies = recent.stream()
			.map(Ping::micros)
			.filter(Objects::nonNull)
			.mapToLong(Long::longValue)
			.toArray();
		Long last = last();
		Arrays.sort(latencies);
		return Json.object("lastMicros", last, "p50Micros", percentile(latencies, 0.5), "p95Micros",
				percentile(latencies, 0.95), "maximumMicros", percentile(latencies, 1), "count", latencies.length,
				"missed", recent.size() - latencies.length);
	}

	private @Nullable Long last() {
		for (Iterator<Ping> iterator = this.pings.latestFirst(); iterator.hasNext();) {
			Ping ping = iterator.next();
			if (ping.micros() != null) {
				return ping.micros();
			}
		}
		return null;
	}

	private static @Nullable Long percentile(long[] sorted, double part) {
		return (sorted.length > 0) ? sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)] : null;
	}

	/**
	 * A ping.
	 *
	 * @param id grows with each one of the connection
	 * @param time when it was answered, or given up
	 * @param micros how long it took, or {@code null} if it was not answered
	 */
	record Ping(long id, long time, @Nullable Long micros) {

		Map<String, @Nullable Object> toJson(String connection) {
			return Json.object("connection", connection, "id", this.id, "time", this.time, "micros", this.micros,
					"missed", this.micros == null);
		}

	}

}
