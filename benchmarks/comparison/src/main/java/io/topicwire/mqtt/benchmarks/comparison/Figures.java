package io.topicwire.mqtt.benchmarks.comparison;

import java.util.Locale;

import io.topicwire.mqtt.benchmarks.measure.Result;

/**
 * Writes figures in a way that can be compared at a glance.
 */
final class Figures {

	private Figures() {
	}

	static String summary(Result result) {
		StringBuilder summary = new StringBuilder();
		result.values().forEach((name, value) -> summary.append(name).append(' ').append(number(value)).append("  "));
		return summary.toString().trim();
	}

	/**
	 * Return a number with three digits that matter, at least.
	 */
	static String number(double value) {
		double size = Math.abs(value);
		String format = (size >= 100 || size == 0) ? "%,.0f" : (size >= 10) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

}
