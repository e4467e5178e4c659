package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.function.Supplier;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.session.OutgoingPublishes;

/**
 * Makes publishers without a client.
 */
final class Publishers {

	private Publishers() {
	}

	/**
	 * Create a publisher.
	 * @param timer tells the time
	 * @param inFlight where its messages are in flight
	 */
	static Publisher create(VirtualTimer timer, OutgoingPublishes<PendingPublish> inFlight) {
		return create(timer, inFlight, OutboxOptions.DEFAULT.limit(10, 1000));
	}

	/**
	 * Create a publisher.
	 * @param timer tells the time
	 * @param inFlight where its messages are in flight
	 * @param outbox how many messages may wait
	 */
	static Publisher create(VirtualTimer timer, OutgoingPublishes<PendingPublish> inFlight, OutboxOptions outbox) {
		return create(timer, inFlight, outbox, () -> ConnectionState.CONNECTED);
	}

	/**
	 * Create a publisher.
	 * @param timer tells the time
	 * @param inFlight where its messages are in flight
	 * @param outbox how many messages may wait
	 * @param connection tells whether there is a connection
	 */
	static Publisher create(VirtualTimer timer, OutgoingPublishes<PendingPublish> inFlight, OutboxOptions outbox,
			Supplier<ConnectionState> connection) {
		ClientLock lock = new ClientLock();
		ClientLog log = new ClientLog(lock, null, "test");
		Counters counters = new Counters();
		return new Publisher(new Operations(Duration.ofSeconds(30), timer, lock), outbox, inFlight,
				SessionLossPolicy.FAIL, Journals.inMemory(), timer, connection, counters,
				new PublishFailures(counters, new Listeners(Runnable::run, log), log),
				new PublishCompletions(lock, Runnable::run));
	}

}
