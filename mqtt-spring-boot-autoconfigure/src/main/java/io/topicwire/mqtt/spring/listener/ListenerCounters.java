package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
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

	final LongAdder conversionErrors = new LongAdder();

	final LongAdder queued = new LongAdder();

	final LongAdder queueNanos = new LongAdder();

	/**
	 * Count a message that has waited.
	 * @param nanoTime since when
	 */
	void queuedSince(long nanoTime) {
		this.queued.increment();
		this.queueNanos.add(System.nanoTime() - nanoTime);
	}

	ListenerStatistics toStatistics(int waiting) {
		return new ListenerStatistics(this.handled.sum(), this.failures.sum(), this.retries.sum(), this.recovered.sum(),
				this.filtered.sum(), this.discarded.sum(), this.stuck.sum(), this.conversionErrors.sum(),
				this.queued.sum(), Duration.ofNanos(this.queueNanos.sum()), waiting);
	}

}
