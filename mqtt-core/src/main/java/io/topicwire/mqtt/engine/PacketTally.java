package io.topicwire.mqtt.engine;

import java.util.concurrent.atomic.AtomicLongArray;

import io.topicwire.mqtt.packet.PacketType;

/**
 * Counts the packets that go in one direction over one connection by their types. For one
 * thread at a time, and so that it costs next to nothing while many packets are handled
 * at once: what was counted is seen by others when it is settled.
 */
final class PacketTally {

	private static final int TYPES = PacketType.values().length;

	private final int[] counts = new int[TYPES];

	private final AtomicLongArray totals;

	/**
	 * Create a tally.
	 * @param totals what all connections add to, by the ordinal numbers of the types
	 */
	PacketTally(AtomicLongArray totals) {
		this.totals = totals;
	}

	// Few threads add to it, and seldom
	static AtomicLongArray newTotals() {
		return new AtomicLongArray(TYPES);
	}

	void count(PacketType type) {
		this.counts[type.ordinal()]++;
	}

	void settle() {
		for (int i = 0; i < TYPES; i++) {
			if (this.counts[i] != 0) {
				this.totals.addAndGet(i, this.counts[i]);
				this.counts[i] = 0;
			}
		}
	}

}
