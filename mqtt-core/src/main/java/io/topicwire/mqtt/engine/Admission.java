package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageDroppedException;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.OutboxStatus;
import org.jspecify.annotations.Nullable;

/**
 * Decides which messages get into the outbox, which have to wait for room, and which go
 * to make room. Guarded by the lock of the client.
 */
final class Admission {

	private final Outbox outbox;

	private final OutboxOptions options;

	private final Operations operations;

	private final Supplier<ConnectionState> connection;

	private final Counters counters;

	private final Owner owner;

	private final Backlog backlog;

	private final Alarm alarm;

	/**
	 * Create an admission.
	 * @param outbox where messages get in
	 * @param options what is allowed
	 * @param operations the operations that the messages are
	 * @param connection tells whether there is a connection
	 * @param counters what is counted
	 * @param owner what owns the messages
	 */
	Admission(Outbox outbox, OutboxOptions options, Operations operations, Supplier<ConnectionState> connection,
			Counters counters, Owner owner) {
		this.outbox = outbox;
		this.options = options;
		this.operations = operations;
		this.connection = connection;
		this.counters = counters;
		this.owner = owner;
		this.backlog = new Backlog(options);
		this.alarm = operations.newAlarm();
	}

	/**
	 * Return whether a message gets into the outbox at once, overtaking none that waits.
	 */
	boolean hasRoom(int length) {
		return this.backlog.first() == null && this.outbox.hasRoom(length);
	}

	/**
	 * Return why a message may neither get into the outbox nor wait for room, or
	 * {@code null} if it may. Makes room as far as that is allowed.
	 */
	@Nullable MqttException refusal(MqttMessage message) {
		int length = message.payload().length;
		if (length > this.options.maxBytes()) {
			return new MqttOutboxFullException("The message of " + length + " bytes to topic '" + message.topic()
					+ "' is larger than the outbox, which holds " + this.options.maxBytes()
					+ " bytes; raise its limit if the message is wanted");
		}
		ConnectionState state = this.connection.get();
		if (state != ConnectionState.CONNECTED && !this.options.whileOffline().keeps(message.qos())) {
			return new MqttConnectionException("The message of QoS " + message.qos().level() + " to topic '"
					+ message.topic() + "' is not kept while there is no connection, and the client is " + state
					+ "; connect first, or choose an OfflinePolicy that keeps it");
		}
		if (!hasRoom(length)) {
			removeExpired();
		}
		if (this.options.whenFull() == OutboxFullPolicy.DROP_OLDEST && this.outbox.canMakeRoom(length)) {
			dropOldest(length);
		}
		return hasRoom(length) ? null : switch (this.options.whenFull()) {
			case FAIL, DROP_OLDEST -> full(message, "");
			case DROP_NEWEST -> dropped(message, "it came when");
			case WAIT -> this.backlog.hasRoom(length) ? null : overrun(message);
		};
	}

	private void removeExpired() {
		this.outbox.removeExpired(this.operations.nanoTime()).forEach(this.owner::expired);
		admitWaiting();
	}

	private void dropOldest(int length) {
		PendingPublish oldest = this.outbox.oldestUnsent();
		while (oldest != null && !this.outbox.hasRoom(length)) {
			oldest.fail(dropped(oldest.message(), "it had waited longest when"));
			oldest = this.outbox.oldestUnsent();
		}
	}

	/**
	 * Let a message wait for room.
	 */
	void await(PendingPublish publish) {
		this.backlog.add(publish);
		setAlarm();
	}

	/**
	 * Let a message not wait any longer, because it failed.
	 */
	void withdraw(PendingPublish publish) {
		publish.state(PendingPublish.State.WITHDRAWN);
		this.backlog.remove(publish);
	}

	/**
	 * Let those into the outbox that have room now.
	 */
	void admitWaiting() {
		PendingPublish first = this.backlog.first();
		while (first != null && this.outbox.hasRoom(first.length())) {
			this.backlog.remove(first);
			this.owner.admitted(first);
			first = this.backlog.first();
		}
	}

	/**
	 * Fail the messages of QoS 1 and 2 that wait.
	 */
	void failAcknowledged(MqttException failure) {
		List<PendingPublish> publishes = this.backlog.stream().filter(PendingPublish::isAcknowledged).toList();
		// All of them first, so that none gets into the outbox when another one goes
		publishes.forEach(this::withdraw);
		publishes.forEach((publish) -> publish.fail(failure));
	}

	/**
	 * Fail the messages that are not kept now that there is no connection any more.
	 */
	void disconnected() {
		if (this.options.whileOffline() == OfflinePolicy.KEEP_ALL) {
			return;
		}
		Predicate<PendingPublish> unkept = (publish) -> !isKeptOffline(publish);
		List<PendingPublish> publishes = this.backlog.stream().filter(unkept).toList();
		publishes.forEach(this::withdraw);
		Stream.concat(this.outbox.removeIf(unkept).stream(), publishes.stream()).forEach(this::failUnkept);
	}

	boolean isKeptOffline(PendingPublish publish) {
		return this.options.whileOffline().keeps(publish.message().qos());
	}

	/**
	 * Fail a message that is not kept while there is no connection.
	 */
	void failUnkept(PendingPublish publish) {
		publish.state(PendingPublish.State.WITHDRAWN);
		publish
			.fail(new MqttConnectionException(publish.describe() + " failed: the connection ended, and messages of QoS "
					+ publish.message().qos().level() + " are not kept while there is none"));
	}

	OutboxStatus status() {
		PendingPublish oldest = this.outbox.oldest();
		return new OutboxStatus(this.outbox.messages(), this.outbox.bytes(),
				(oldest != null) ? waited(oldest) : Duration.ZERO, this.backlog.messages());
	}

	private void setAlarm() {
		PendingPublish first = this.backlog.first();
		// One alarm for all: they wait equally long
		if (first != null && !this.alarm.isSet()) {
			this.alarm.set(this.options.maxWait().minus(waited(first)), this::timeOut);
		}
	}

	private void timeOut() {
		removeExpired();
		PendingPublish first = this.backlog.first();
		while (first != null && waited(first).compareTo(this.options.maxWait()) >= 0) {
			first.fail(full(first.message(), " within " + this.options.maxWait().toMillis() + " ms"));
			first = this.backlog.first();
		}
		setAlarm();
	}

	private Duration waited(PendingPublish publish) {
		return Duration.ofNanos(this.operations.nanoTime() - publish.birth());
	}

	private MqttException full(MqttMessage message, String time) {
		return new MqttOutboxFullException(
				noRoom(message) + time + ": " + this.outbox.messages() + " messages with " + this.outbox.bytes()
						+ " bytes are waiting to be sent, " + this.options.maxMessages() + " messages with "
						+ this.options.maxBytes() + " bytes may; raise these limits or publish more slowly");
	}

	private MqttException overrun(MqttMessage message) {
		return new MqttOutboxFullException(
				noRoom(message) + ": " + this.backlog.messages() + " messages with " + this.backlog.bytes()
						+ " bytes are waiting for room already, " + this.options.maxWaiting() + " messages with "
						+ this.options.maxBytes() + " bytes may; raise these limits or publish more slowly");
	}

	private static String noRoom(MqttMessage message) {
		return "No room in the outbox for a message of " + message.payload().length + " bytes to topic '"
				+ message.topic() + "'";
	}

	private MqttException dropped(MqttMessage message, String reason) {
		this.counters.messagesDroppedFromOutbox.increment();
		return new MqttMessageDroppedException("The message to topic '" + message.topic() + "' was dropped: " + reason
				+ " the outbox was full, with " + this.outbox.messages() + " messages of " + this.outbox.bytes()
				+ " bytes; raise its limits or publish more slowly");
	}

	/**
	 * What owns the messages.
	 */
	interface Owner {

		/**
		 * Put a message that has waited into the outbox.
		 */
		void admitted(PendingPublish publish);

		/**
		 * Handle that a message was removed from the outbox because its lifetime is over.
		 */
		void expired(PendingPublish publish);

	}

}
