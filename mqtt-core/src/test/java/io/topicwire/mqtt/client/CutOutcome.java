package io.topicwire.mqtt.client;

import java.util.HashSet;
import java.util.List;

/**
 * What became of messages.
 *
 * @param delivered messages that came to their receiver
 * @param lost messages that did not
 * @param duplicated how often a message came once more
 * @param recognised how often a message of QoS 2 whose handler was interrupted was handed
 * over again under its number
 */
record CutOutcome(int delivered, int lost, int duplicated, int recognised) {

	static final CutOutcome NOTHING = new CutOutcome(0, 0, 0, 0);

	/**
	 * Compare messages that should come with those that came.
	 * @param expected how many should come
	 * @param numbers their numbers, as often as they came
	 */
	static CutOutcome of(int expected, List<Integer> numbers) {
		int distinct = new HashSet<>(numbers).size();
		return new CutOutcome(distinct, expected - distinct, numbers.size() - distinct, 0);
	}

	CutOutcome recognised(int recognised) {
		return new CutOutcome(this.delivered, this.lost, this.duplicated, recognised);
	}

	CutOutcome plus(CutOutcome other) {
		return new CutOutcome(this.delivered + other.delivered, this.lost + other.lost,
				this.duplicated + other.duplicated, this.recognised + other.recognised);
	}

	@Override
	public String toString() {
		return this.delivered + " messages delivered, " + this.lost + " lost, " + this.duplicated + " duplicated, "
				+ this.recognised + " handed over again and recognised";
	}

}
