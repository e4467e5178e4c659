package io.topicwire.mqtt.boot.console;

/**
 * How often something happens, where what was long ago counts less. Not thread-safe.
 */
final class DecayingRate {

	private static final double SECONDS = 10;

	private long first = -1;

	private long last;

	private double value;

	/**
	 * Note that it happens.
	 * @param time when, in milliseconds since 1970
	 */
	void add(long time) {
		if (this.first < 0) {
			this.first = time;
			this.last = time;
		}
		this.value = this.value * Math.exp(-Math.max(0, time - this.last) / 1000.0 / SECONDS) + 1 / SECONDS;
		this.last = Math.max(this.last, time);
	}

	/**
	 * Return how often it happened at the last time.
	 * @return times a second; 0 if it happened once only
	 */
	double value() {
		double elapsed = (this.last - this.first) / 1000.0;
		if (elapsed <= 0) {
			return 0;
		}
		// The first time begins the measurement and does not count; a short one has seen
		// a part of what there is only
		double weight = 1 - Math.exp(-elapsed / SECONDS);
		return Math.max(0, this.value - Math.exp(-elapsed / SECONDS) / SECONDS) / weight;
	}

}
