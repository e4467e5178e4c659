package io.topicwire.mqtt.benchmarks.stub;

/**
 * What the server has received since the last reset, over all connections. Told once per
 * read and not per message, so that a lock costs nothing.
 */
final class Counters {

	private long published;

	private long acknowledged;

	synchronized void reset() {
		this.published = 0;
		this.acknowledged = 0;
	}

	synchronized void add(long published, long acknowledged) {
		this.published += published;
		this.acknowledged += acknowledged;
		notifyAll();
	}

	synchronized void awaitPublished(long count) throws InterruptedException {
		while (this.published < count) {
			wait();
		}
	}

	synchronized void awaitAcknowledged(long count) throws InterruptedException {
		while (this.acknowledged < count) {
			wait();
		}
	}

}
