package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;
import io.topicwire.mqtt.session.StoredPublish;

/**
 * What a session store is given of the messages that are not finished, and what becomes
 * of it in the next process. Guarded by the lock of the client.
 */
final class UnfinishedPublishes {

	private final Operations operations;

	private final Outbox outbox;

	private final OutgoingPublishes<PendingPublish> inFlight;

	private final Timer timer;

	private final PendingPublish.Owner owner;

	UnfinishedPublishes(Operations operations, Outbox outbox, OutgoingPublishes<PendingPublish> inFlight, Timer timer,
			PendingPublish.Owner owner) {
		this.operations = operations;
		this.outbox = outbox;
		this.inFlight = inFlight;
		this.timer = timer;
		this.owner = owner;
	}

	/**
	 * Return all messages of QoS 1 and 2 as they are to be stored.
	 */
	List<StoredPublish> toStore() {
		List<StoredPublish> unfinished = new ArrayList<>();
		for (OutgoingPublish<PendingPublish> publish : this.inFlight.pending()) {
			unfinished.add(new StoredPublish(publish.number(), publish.message(), publish.attachment().acceptedAt(),
					publish.packetIdentifier(), publish.released(), publish.position()));
		}
		for (PendingPublish publish : this.outbox.acknowledged()) {
			unfinished.add(new StoredPublish(publish.sequence(), publish.message(), publish.acceptedAt(), 0, false, 0));
		}
		return unfinished;
	}

	/**
	 * Take up what an earlier process has left behind.
	 * @param publishes the messages in the order of their numbers
	 */
	void restore(List<StoredPublish> publishes) {
		for (StoredPublish stored : publishes) {
			PendingPublish publish = new PendingPublish(stored.message(), this.owner, null, false);
			publish.birth(acceptedAt(stored));
			publish.sequence(stored.number());
			this.operations.startUnlimited(publish, publish.birth());
			publish.accepted(stored.acceptedAt(), 0);
			if (stored.packetIdentifier() != 0) {
				publish.state(PendingPublish.State.SENT_AGAIN);
				this.inFlight.restore(stored, publish);
			}
			else {
				this.outbox.add(publish);
			}
		}
	}

	/**
	 * Return when a stored message was accepted, in the time of the operations.
	 */
	private long acceptedAt(StoredPublish stored) {
		long elapsed = Math.max(0, this.timer.currentTimeMillis() - stored.acceptedAt());
		return this.operations.nanoTime() - TimeUnit.MILLISECONDS.toNanos(elapsed);
	}

}
