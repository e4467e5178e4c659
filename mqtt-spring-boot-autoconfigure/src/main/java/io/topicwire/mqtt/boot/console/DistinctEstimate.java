package io.topicwire.mqtt.boot.console;

import java.util.BitSet;

/**
 * How many different objects there were, about, in little memory whatever their number:
 * linear counting (Whang, Vander-Zanden and Taylor, 1990), off by less than 2 % up to
 * some millions. Not thread-safe.
 */
final class DistinctEstimate {

	private static final int SIZE = 1 << 20;

	private final BitSet seen = new BitSet(SIZE);

	private int count;

	void add(Object object) {
		int index = spread(object.hashCode()) & SIZE - 1;
		if (!this.seen.get(index)) {
			this.seen.set(index);
			this.count++;
		}
	}

	// Hash codes of similar texts are similar
	private static int spread(int hash) {
		int result = hash * 0x9E3779B9;
		result ^= result >>> 15;
		result *= 0x85EBCA6B;
		return result ^ result >>> 13;
	}

	/**
	 * Return how many there were.
	 */
	long count() {
		int free = Math.max(1, SIZE - this.count);
		return Math.round(-SIZE * Math.log(free / (double) SIZE));
	}

}
