package io.topicwire.mqtt.benchmarks.comparison;

import java.util.Optional;

/**
 * Something that we want to reach, and what has been reached.
 *
 * @param what what is compared
 * @param atLeast whether the bound is a lower one
 * @param bound the bound
 * @param actual what has been reached, or empty if it was not measured
 */
record Goal(String what, boolean atLeast, double bound, Optional<Double> actual) {

	static Goal atLeast(String what, double bound, Optional<Double> actual) {
		return new Goal(what, true, bound, actual);
	}

	static Goal atMost(String what, double bound, Optional<Double> actual) {
		return new Goal(what, false, bound, actual);
	}

	/**
	 * Return whether the goal has been reached.
	 * @return empty if it was not measured
	 */
	Optional<Boolean> isMet() {
		return this.actual.map((value) -> this.atLeast ? value >= this.bound : value <= this.bound);
	}

	String toRow() {
		String result = isMet().map((met) -> met ? "met" : "**not met**").orElse("not measured");
		return "| " + this.what + " | " + (this.atLeast ? "≥ " : "≤ ") + Figures.number(this.bound) + " | "
				+ this.actual.map(Figures::number).orElse("–") + " | " + result + " |";
	}

}
