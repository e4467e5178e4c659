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

	private State state = State.WAITING;

	/**
	 * Create a pending message and start its operation.
	 * @param message the message
	 * @param sequence position among all messages
	 * @param operations where the operation is kept until it is finished
	 * @param expired called when time is over
	 * @param completion where the future is completed
	 */
	PendingPublish(MqttMessage message, long sequence, Operations operations, Consumer<PendingPublish> expired,
			Executor completion) {
		this.message = message;
		this.sequence = sequence;
		this.operation = operations.start(this::describe, (operation) -> expired.accept(this), completion);
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

	State state() {
		return this.state;
	}

	void state(State state) {
		this.state = state;
	}

	enum State {

		/**
		 * In the outbox.
		 */
		WAITING,

		/**
		 * Taken out of the outbox because its time was over.
		 */
		WITHDRAWN,

		/**
		 * Handed to the writer, so that the broker may have it.
		 */
		TAKEN,

		/**
		 * Handed to the writer, but the connection ended before it was written.
		 */
		NOT_WRITTEN

	}

}
