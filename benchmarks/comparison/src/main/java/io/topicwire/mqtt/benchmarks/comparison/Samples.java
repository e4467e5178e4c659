package io.topicwire.mqtt.benchmarks.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import io.topicwire.mqtt.benchmarks.measure.Result;
import org.jspecify.annotations.Nullable;

/**
 * The results of one client in one metric, from all rounds.
 */
final class Samples {

	private final List<Result> results = new ArrayList<>();

	private @Nullable String failure;

	void add(Result result) {
		this.results.add(result);
	}

	void failed(String failure) {
		this.failure = failure;
	}

	Optional<String> failure() {
		return Optional.ofNullable(this.failure);
	}

	/**
	 * Return median and range of a value.
	 * @return empty if it has not been measured
	 */
	Optional<Statistic> statistic(Function<Result, @Nullable Double> value) {
		List<Double> sorted = this.results.stream().map(value).filter(Objects::nonNull).sorted().toList();
		return sorted.isEmpty() ? Optional.empty() : Optional.of(Statistic.of(sorted));
	}

	Optional<Statistic> statistic(String name) {
		return statistic((result) -> result.values().get(name));
	}

}
