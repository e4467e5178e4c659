package io.topicwire.mqtt.engine;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.Utf8String;
import io.topicwire.mqtt.session.IncomingPublish;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one handler about one message, which can be given once.
 */
public final class HandlerAnswer implements Acknowledgement, Runnable {

	// What PUBACK and PUBREC of a client may say, but for packet identifiers, which are
	// none of the application's business
	private static final Set<ReasonCode> REFUSALS = EnumSet.of(ReasonCode.UNSPECIFIED_ERROR,
			ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED, ReasonCode.TOPIC_NAME_INVALID,
			ReasonCode.QUOTA_EXCEEDED, ReasonCode.PAYLOAD_FORMAT_INVALID);

	private final Registration registration;

	private final Delivery delivery;

	private final Answers answers;

	private boolean handedOver;

	private boolean given;

	// Only for the thread that calls the handler
	private boolean handled;

	HandlerAnswer(Registration registration, Delivery delivery, Answers answers) {
		this.registration = registration;
		this.delivery = delivery;
		this.answers = answers;
	}

	/**
	 * Return the message that the answer is about.
	 * @return the message
	 */
	public MqttMessage message() {
		return this.delivery.message();
	}

	/**
	 * Return the handler that gives the answer.
	 */
	Registration registration() {
		return this.registration;
	}

	@Override
	public long messageNumber() {
		IncomingPublish incoming = this.delivery.incoming();
		return (incoming != null) ? incoming.number() : 0;
	}

	boolean isOf(QoS qos) {
		return this.delivery.isOf(qos);
	}

	int connection() {
		return this.delivery.connection();
	}

	/**
	 * Return whether the broker sends the message again, so that this copy need not be
	 * handled. Needs no lock.
	 */
	boolean isOutdated() {
		return this.answers.isSentAgain(this.delivery);
	}

	int size() {
		return this.delivery.size();
	}

	/**
	 * Handle that the handler has got the message, so that it does not wait any more,
	 * whenever the answer is given.
	 */
	void handedOver() {
		// Seldom without the lock, and then only one that is handed over for certain
		if (!this.handled && !this.handedOver) {
			this.answers.lock().submit(this::release);
		}
	}

	private void release() {
		if (!this.handedOver) {
			this.handedOver = true;
			this.answers.handedOver(this.delivery);
		}
	}

	/**
	 * Return whether there is room for a message of QoS 1 or 2 that waits for a handler
	 * that is stuck. Guarded by the lock of the client.
	 */
	boolean mayBeSetAside() {
		return this.answers.mayWithhold(this.delivery);
	}

	/**
	 * Keep nobody waiting for this answer: let the answers about later messages leave
	 * before it, or for QoS 0 free the place in the inbox. Guarded by the lock of the
	 * client.
	 */
	void setAside() {
		if (isOf(QoS.AT_MOST_ONCE)) {
			settle(Outcome.HANDLED);
		}
		else {
			this.answers.withhold(this.delivery);
		}
	}

	/**
	 * Say that the handler was called and has succeeded. Who has called it sees to the
	 * rest.
	 */
	void handled() {
		this.handled = true;
	}

	/**
	 * Return whether the handler was called and has succeeded. Only for the thread that
	 * has called it.
	 */
	boolean isHandled() {
		return this.handled;
	}

	/**
	 * Return whether nothing is left to do for the message, which was handled, but to
	 * free its place in the inbox. Only for the thread that has called the handler.
	 */
	boolean isPlaceLeft() {
		return this.handled && !this.given && !this.handedOver && this.answers.isPlaceOnly(this.delivery);
	}

	/**
	 * Settle the message after its handler has succeeded. Runs under the lock of the
	 * client.
	 */
	@Override
	public void run() {
		settle(Outcome.HANDLED);
	}

	@Override
	public boolean acknowledge() {
		// Of QoS 0 nobody is told, and whoever has called the handler sees to the rest
		return isOf(QoS.AT_MOST_ONCE) || give(Outcome.HANDLED);
	}

	@Override
	public boolean reject(ReasonCode reasonCode, @Nullable String reason) {
		Objects.requireNonNull(reasonCode, "reasonCode must not be null");
		if (!REFUSALS.contains(reasonCode)) {
			throw new IllegalArgumentException(
					"Reason code '" + reasonCode + "' does not refuse a message; use one of " + REFUSALS);
		}
		if (reason != null) {
			Utf8String.length(reason, "Reason");
		}
		return isOf(QoS.AT_MOST_ONCE) || give(Outcome.refused(reasonCode, reason));
	}

	@Override
	public boolean fail(Throwable failure) {
		Objects.requireNonNull(failure, "failure must not be null");
		Outcome outcome = this.answers.failed(this.registration.role(), message(), failure);
		return isOf(QoS.AT_MOST_ONCE) || give(outcome);
	}

	/**
	 * Handle that the handler has thrown something.
	 */
	void thrown(Throwable failure) {
		give(this.answers.failed(this.registration.role(), message(), failure));
	}

	/**
	 * Give the answer, unless it was given before.
	 * @return whether it can still reach the broker
	 */
	boolean give(Outcome outcome) {
		return this.answers.lock().call(() -> settle(outcome));
	}

	private boolean settle(Outcome outcome) {
		if (this.given) {
			return isOf(QoS.AT_MOST_ONCE);
		}
		this.given = true;
		release();
		return this.answers.answered(this.delivery, outcome);
	}

}
