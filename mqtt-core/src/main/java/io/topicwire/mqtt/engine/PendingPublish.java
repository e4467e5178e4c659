package io.topicwire.mqtt.engine;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;

/**
 * A message the application has published, on its way to the broker. Guarded by the lock
 * of the client.
 */
final class PendingPublish {

	private final MqttMessage message;

	private final Operation<PublishResult> operation;

	// Position among all messages, so that those that wait apart are sent in turn
	private final long sequence;

	private final boolean canExpire;

	private final long expiry;

	private State state = State.WAITING;

	// In milliseconds since 1970, and what has to be stored before the message is sent
	private long acceptedAt;

	private long mark;

	private PublishResult result = PublishResult.SUCCESS;

	/**
	 * Create a pending message and start its operation.
	 * @param message the message
	 * @param sequence position among all messages
	 * @param operations where the operation is kept until it is finished
	 * @param timedOut called when there is no more time for the operation
	 * @param completion where the future is completed
	 */
	PendingPublish(MqttMessage message, long sequence, Operations operations, Consumer<PendingPublish> timedOut,
			Executor completion) {
		this.message = message;
		this.sequence = sequence;
		this.operation = operations.start(this::describe, (operation) -> timedOut.accept(this), completion);
		Long lifetime = MessageExpiry.lifetime(message);
		this.canExpire = lifetime != null;
		this.expiry = (lifetime != null) ? this.operation.startTime + lifetime : 0;
	}

	String describe() {
		return "Publish with QoS " + this.message.qos().level() + " to topic '" + this.message.topic() + "' ("
				+ ((this.state == State.WAITING) ? "never sent" : "sent, not acknowledged") + ")";
	}

	MqttMessage message() {
		return this.message;
	}

	Operation<PublishResult> operation() {
		return this.operation;
	}

	long sequence() {
		return this.sequence;
	}

	boolean isAcknowledged() {
		return this.message.qos() != QoS.AT_MOST_ONCE;
	}

	boolean canExpire() {
		return this.canExpire;
	}

	/**
	 * Return when the lifetime is over, if the message can expire.
	 */
	long expiry() {
		return this.expiry;
	}

	boolean isExpired(long now) {
		return this.canExpire && now - this.expiry >= 0;
	}

	/**
	 * Return the message as it is to be sent now.
	 * @param now the present time
	 */
	MqttMessage remaining(long now) {
		return MessageExpiry.remaining(this.message, now - this.operation.startTime);
	}

	/**
	 * Take note that the message was accepted.
	 * @param acceptedAt when, in milliseconds since 1970
	 * @param mark mark of the changes that have to be stored before the message is sent
	 */
	void accepted(long acceptedAt, long mark) {
		this.acceptedAt = acceptedAt;
		this.mark = mark;
	}

	long acceptedAt() {
		return this.acceptedAt;
	}

	long mark() {
		return this.mark;
	}

	State state() {
		return this.state;
	}

	void state(State state) {
		this.state = state;
	}

	/**
	 * Return what the broker said when it took a message of QoS 2 over.
	 */
	PublishResult result() {
		return this.result;
	}

	void result(PublishResult result) {
		this.result = result;
	}

	enum State {

		/**
		 * In the outbox.
		 */
		WAITING,

		/**
		 * Taken out of the outbox because there was no more time for the operation, or
		 * the lifetime of the message was over.
		 */
		WITHDRAWN,

		/**
		 * Handed to the writer, so that the broker may have it.
		 */
		TAKEN,

		/**
		 * Handed to the writer, but the connection ended before it was written.
		 */
		NOT_WRITTEN,

		/**
		 * Handed to the writer of a later connection, so that the broker may have it.
		 */
		SENT_AGAIN

	}

}
