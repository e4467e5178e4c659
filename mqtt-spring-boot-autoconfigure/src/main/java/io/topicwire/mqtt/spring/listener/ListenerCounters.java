package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a container does.
 */
final class ListenerCounters {

	final LongAdder handled = new LongAdder();

	final LongAdder failures = new LongAdder();

	final LongAdder retries = new LongAdder();

	final LongAdder recovered = new LongAdder();

	final LongAdder filtered = new LongAdder();

	final LongAdder discarded = new LongAdder();

	final LongAdder stuck = new LongAdder();

	ListenerStatistics toStatistics(int waiting) {
		return new ListenerStatistics(this.handled.sum(), this.failures.sum(), this.retries.sum(), this.recovered.sum(),
				this.filtered.sum(), this.discarded.sum(), this.stuck.sum(), waiting);
	}

}
