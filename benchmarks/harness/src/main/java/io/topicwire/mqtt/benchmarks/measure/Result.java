package io.topicwire.mqtt.benchmarks.measure;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What has been measured, by name.
 *
 * @param values the values, always more is more
 */
public record Result(Map<String, Double> values) {

	/** Messages per second. */
	public static final String RATE = "rate";

	/** Payload in 1,000,000 bytes per second. */
	public static final String MEGABYTES = "megabytes";

	/** Median of times, in microseconds. */
	public static final String P50 = "p50";

	/** 99th percentile of times, in microseconds. */
	public static final String P99 = "p99";

	/** 99.9th percentile of times, in microseconds. */
	public static final String P999 = "p999";

	/** Bytes allocated for each message. */
	public static final String ALLOCATED = "allocated";

	/** How many of these an application allocates itself when it makes a message. */
	public static final String OWN_OBJECTS = "own";

	/** Processor time of the process for each message, in microseconds. */
	public static final String CPU = "cpu";

	/** Resident memory for each connection, in KiB. */
	public static final String RESIDENT = "resident";

	/** Time from the start of the process to the CONNACK, in milliseconds. */
	public static final String START = "start";

	private static final String PREFIX = "RESULT ";

	/**
	 * Return this result with another value.
	 * @param name the name
	 * @param value the value
	 * @return a new result
	 */
	public Result with(String name, double value) {
		Map<String, Double> values = new TreeMap<>(this.values);
		values.put(name, value);
		return new Result(values);
	}

	/**
	 * Return a result without values.
	 * @return the result
	 */
	public static Result empty() {
		return new Result(Map.of());
	}

	/**
	 * Return the line that {@link #parse(String)} understands.
	 * @return the line
	 */
	public String toLine() {
		return PREFIX + this.values.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.collect(Collectors.joining(" "));
	}

	/**
	 * Return the result in a line.
	 * @param line the line
	 * @return the result, or empty if it is another line
	 */
	public static Optional<Result> parse(String line) {
		if (!line.startsWith(PREFIX)) {
			return Optional.empty();
		}
		Result result = empty();
		for (String pair : line.substring(PREFIX.length()).split(" ")) {
			int equals = pair.indexOf('=');
			result = result.with(pair.substring(0, equals), Double.parseDouble(pair.substring(equals + 1)));
		}
		return Optional.of(result);
	}

}
