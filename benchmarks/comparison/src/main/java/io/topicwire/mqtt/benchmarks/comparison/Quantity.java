package io.topicwire.mqtt.benchmarks.comparison;

import java.util.function.Function;

import io.topicwire.mqtt.benchmarks.measure.Result;
import org.jspecify.annotations.Nullable;

/**
 * What of a result is shown.
 */
enum Quantity {

	/** Thousands of messages per second. */
	RATE("k msg/s", true, (result) -> scaled(result, Result.RATE, 1e-3)),

	/** Payload per second. */
	MEGABYTES("MB/s", true, (result) -> scaled(result, Result.MEGABYTES, 1)),

	/** Median of times. */
	P50("p50, µs", false, (result) -> scaled(result, Result.P50, 1)),

	/** 99th percentile of times. */
	P99("p99, µs", false, (result) -> scaled(result, Result.P99, 1)),

	/** 99.9th percentile of times. */
	P999("p99.9, µs", false, (result) -> scaled(result, Result.P999, 1)),

	/** Bytes allocated for each message. */
	ALLOCATED("bytes", false, (result) -> scaled(result, Result.ALLOCATED, 1)),

	/** Bytes allocated for each message beyond what the application makes itself. */
	ALLOCATED_BEYOND("bytes beyond the message itself", false, Quantity::beyondOwnObjects),

	/** Processor time for each message. */
	CPU("CPU, µs per message", false, (result) -> scaled(result, Result.CPU, 1)),

	/** Time from the start of the process to the CONNACK. */
	START("ms", false, (result) -> scaled(result, Result.START, 1)),

	/** Resident memory for each connection. */
	RESIDENT("KiB each", false, (result) -> scaled(result, Result.RESIDENT, 1));

	private final String unit;

	private final boolean moreIsBetter;

	private final Function<Result, @Nullable Double> value;

	Quantity(String unit, boolean moreIsBetter, Function<Result, @Nullable Double> value) {
		this.unit = unit;
		this.moreIsBetter = moreIsBetter;
		this.value = value;
	}

	String unit() {
		return this.unit;
	}

	boolean moreIsBetter() {
		return this.moreIsBetter;
	}

	@Nullable Double of(Result result) {
		return this.value.apply(result);
	}

	private static @Nullable Double scaled(Result result, String name, double factor) {
		Double value = result.values().get(name);
		return (value != null) ? value * factor : null;
	}

	private static @Nullable Double beyondOwnObjects(Result result) {
		Double allocated = result.values().get(Result.ALLOCATED);
		Double own = result.values().get(Result.OWN_OBJECTS);
		return (allocated != null && own != null) ? Math.max(allocated - own, 0) : null;
	}

}
