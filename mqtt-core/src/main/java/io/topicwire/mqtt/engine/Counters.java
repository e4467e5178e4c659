package io.topicwire.mqtt.engine;

import java.util.concurrent.atomic.LongAdder;

import io.topicwire.mqtt.ClientStatistics;

/**
 * What a client counts.
 */
final class Counters {

	final LongAdder messagesPublished = new LongAdder();

	final LongAdder publishFailures = new LongAdder();

	final LongAdder messagesDroppedFromOutbox = new LongAdder();

	final LongAdder messagesExpired = new LongAdder();

	final LongAdder messagesReceived = new LongAdder();

	final LongAdder messagesDropped = new LongAdder();

	final LongAdder messagesUnmatched = new LongAdder();

	final LongAdder handlerFailures = new LongAdder();

	final LongAdder handlersStuck = new LongAdder();

	final LongAdder receiveStalls = new LongAdder();

	final LongAdder pingTimeouts = new LongAdder();

	ClientStatistics snapshot() {
		return new ClientStatistics(this.messagesPublished.sum(), this.publishFailures.sum(),
				this.messagesDroppedFromOutbox.sum(), this.messagesExpired.sum(), this.messagesReceived.sum(),
				this.messagesDropped.sum(), this.messagesUnmatched.sum(), this.handlerFailures.sum(),
				this.handlersStuck.sum(), this.receiveStalls.sum(), this.pingTimeouts.sum());
	}

}
