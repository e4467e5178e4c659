package io.topicwire.mqtt.benchmarks.comparison;

import java.util.List;

/**
 * What several rounds make of a value.
 *
 * @param median the median
 * @param lowest the lowest
 * @param highest the highest
 */
record Statistic(double median, double lowest, double highest) {

	static Statistic of(List<Double> sorted) {
		int middle = sorted.size() / 2;
		double median = (sorted.size() % 2 == 1) ? sorted.get(middle)
				: (sorted.get(middle - 1) + sorted.get(middle)) / 2;
		return new Statistic(median, sorted.get(0), sorted.get(sorted.size() - 1));
	}

}
