package io.topicwire.mqtt.engine;

import java.util.concurrent.CancellationException;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.UnmatchedMessagePolicy;
import io.topicwire.mqtt.session.IncomingPublish;
import io.topicwire.mqtt.session.IncomingPublishes;
import org.jspecify.annotations.Nullable;

/**
 * The received messages that the broker waits for an answer about, and what it is told
 * when their handlers have answered. Guarded by the lock of the client, but for
 * {@link #isSentAgain}.
 */
final class Answers {

	private static final int PACKET_IDENTIFIERS = 65_535;

	private final ClientLock lock;

	private final IncomingPublishes incoming;

	private final Inbox inbox;

	private final HandlerFailurePolicy failurePolicy;

	private final UnmatchedMessagePolicy unmatchedPolicy;

	private final int receiveMaximum;

	// The messages of QoS 1 and 2 that occupy a place in the inbox
	private final DeliveryList open = new DeliveryList();

	private final Counters counters;

	private final Listeners listeners;

	private final ClientLog log;

	private boolean connected;

	private boolean stalled;

	private boolean closed;

	// Whether the broker sends again what was not acknowledged when there is another
	// connection
	private boolean sessionKept;

	// Whether messages can be refused. MQTT 3.1.1 cannot say no: its broker goes on with
	// the exchange
	private boolean canRefuse;

	// How many connections there have been, and the last of them that resumed the session
	private int connections;

	private volatile int resumed;

	// The first connection of the session: the broker knows nothing of those before
	private volatile int sessionStart;

	Answers(ClientContext context, IncomingPublishes incoming, Inbox inbox) {
		ClientSettings settings = context.settings();
		this.lock = context.lock();
		this.incoming = incoming;
		this.inbox = inbox;
		this.failurePolicy = settings.handlers().failurePolicy();
		this.unmatchedPolicy = settings.handlers().unmatchedPolicy();
		this.receiveMaximum = settings.receiveMaximum();
		this.counters = context.counters();
		this.listeners = context.listeners();
		this.log = context.log();
	}

	ClientLock lock() {
		return this.lock;
	}

	/**
	 * Return the number of the present connection.
	 */
	int connection() {
		return this.connections;
	}

	/**
	 * Let a message occupy a place in the inbox.
	 */
	void added(Delivery delivery) {
		this.inbox.added(delivery);
		if (delivery.incoming() != null) {
			this.open.add(delivery);
		}
	}

	/**
	 * Free the place of a message in the inbox, unless it is free.
	 */
	void removed(Delivery delivery) {
		if (delivery.incoming() == null || this.open.remove(delivery)) {
			this.inbox.removed(delivery);
		}
	}

	/**
	 * Return whether a message that was handled has nothing but a place in the inbox, for
	 * one handler. Needs no lock.
	 */
	boolean isPlaceOnly(Delivery delivery) {
		return delivery.incoming() == null && delivery.isForOne() && this.inbox.isCounting();
	}

	/**
	 * Free the places of messages that have nothing else.
	 * @param messages how many
	 * @param bytes how many bytes they have together
	 */
	void removed(int messages, long bytes) {
		this.inbox.removed(messages, bytes);
	}

	/**
	 * Return the message of QoS 1 or 2 that has waited longest for the answers of its
	 * handlers.
	 */
	@Nullable Delivery oldest() {
		return this.open.first();
	}

	/**
	 * Handle that one handler has got a message.
	 */
	void handedOver(Delivery delivery) {
		if (delivery.handedOver()) {
			this.inbox.handedOver(delivery);
		}
	}

	/**
	 * Return whether the broker sends a message again because the connection it came over
	 * is gone and the session goes on. Only the last copy is handled, so that copies do
	 * not pile up. Needs no lock.
	 */
	boolean isSentAgain(Delivery delivery) {
		return delivery.isOf(QoS.AT_LEAST_ONCE) && delivery.connection() >= this.sessionStart
				&& delivery.connection() < this.resumed;
	}

	/**
	 * Take the answer of one handler, and tell the broker when it is the last.
	 * @return whether the broker can be told
	 */
	boolean answered(Delivery delivery, Outcome outcome) {
		boolean possible = isAnswerPossible(delivery);
		Outcome worst = delivery.answered(outcome);
		if (worst != null) {
			removed(delivery);
			tell(delivery, worst);
		}
		return possible;
	}

	private boolean isAnswerPossible(Delivery delivery) {
		IncomingPublish acknowledgeable = delivery.incoming();
		return acknowledgeable == null || (!this.closed && this.incoming.isAnswerable(acknowledgeable)
				&& (this.connected || delivery.isOf(QoS.EXACTLY_ONCE)));
	}

	/**
	 * Log, count and tell that a handler failed. Needs no lock.
	 * @return what came of the message
	 */
	Outcome failed(String role, MqttMessage message, Throwable failure) {
		if (failure instanceof CancellationException) {
			this.log.debug("Handler " + role + " does not want to handle a message to topic '" + message.topic() + "'",
					failure);
			return Outcome.CANCELLED;
		}
		this.counters.handlerFailures.increment();
		this.log.error("Handler " + role + " failed for a message of QoS " + message.qos().level() + " to topic '"
				+ message.topic() + "'", failure);
		this.listeners.tell((listener) -> listener.handlerFailed(message, failure));
		return Outcome.FAILED;
	}

	/**
	 * Give up a message that was not handed out, so that the broker sends it again.
	 */
	void cancel(Delivery delivery) {
		removed(delivery);
		tell(delivery, Outcome.CANCELLED);
	}

	/**
	 * Return whether there is room for a message of QoS 1 or 2 that waits for a handler
	 * that is stuck.
	 */
	boolean mayWithhold(Delivery delivery) {
		return this.inbox.mayWithhold(delivery);
	}

	/**
	 * Let the answers about later messages leave before the one about this message.
	 */
	void withhold(Delivery delivery) {
		if (delivery.incoming() != null) {
			this.inbox.withheld(delivery);
			this.incoming.withhold(delivery.incoming());
			checkStalled();
		}
	}

	private void tell(Delivery delivery, Outcome outcome) {
		IncomingPublish acknowledgeable = delivery.incoming();
		if (acknowledgeable == null) {
			return;
		}
		switch (outcome.kind()) {
			case UNMATCHED -> unmatched(acknowledgeable);
			case HANDLED -> this.incoming.acknowledge(acknowledgeable, ReasonCode.SUCCESS);
			case REFUSED -> refuse(acknowledgeable, outcome);
			case FAILED -> fail(acknowledgeable, outcome);
			case CANCELLED -> abandon(acknowledgeable);
		}
	}

	/**
	 * Tell the broker that no handler wants a message, which takes no place in the inbox.
	 */
	void unmatched(Delivery delivery) {
		tell(delivery, Outcome.UNMATCHED);
	}

	private void unmatched(IncomingPublish acknowledgeable) {
		switch (this.unmatchedPolicy) {
			case REJECT -> refuse(acknowledgeable, Outcome.FAILED);
			case LEAVE_UNACKNOWLEDGED -> leave(acknowledgeable, Outcome.FAILED);
			case ACKNOWLEDGE -> this.incoming.acknowledge(acknowledgeable, ReasonCode.SUCCESS);
		}
	}

	private void refuse(IncomingPublish acknowledgeable, Outcome outcome) {
		if (this.canRefuse) {
			this.incoming.acknowledge(acknowledgeable, outcome.reasonCode(), outcome.reason());
		}
		else {
			this.incoming.acknowledge(acknowledgeable, ReasonCode.SUCCESS);
		}
	}

	private void fail(IncomingPublish acknowledgeable, Outcome outcome) {
		switch (this.failurePolicy) {
			case REJECT -> refuse(acknowledgeable, outcome);
			case LEAVE_UNACKNOWLEDGED -> leave(acknowledgeable, outcome);
		}
	}

	/**
	 * Leave a message unacknowledged, or refuse it if the broker would never send it
	 * again. MQTT 3.1.1 cannot refuse, and an acknowledgement that nobody has chosen
	 * would be a lie.
	 */
	private void leave(IncomingPublish acknowledgeable, Outcome outcome) {
		if (!this.sessionKept && this.canRefuse) {
			refuse(acknowledgeable, outcome);
		}
		else {
			abandon(acknowledgeable);
		}
	}

	private void abandon(IncomingPublish acknowledgeable) {
		this.incoming.abandon(acknowledgeable);
		checkStalled();
	}

	/**
	 * Tell once when so many messages are left unacknowledged that the broker has to stop
	 * sending: nothing but another connection may change that.
	 */
	private void checkStalled() {
		int withheld = this.incoming.withheld();
		if (this.stalled || !this.connected || withheld < this.receiveMaximum) {
			return;
		}
		this.stalled = true;
		this.counters.receiveStalls.increment();
		this.log
			.warn(withheld + " messages of QoS 1 and 2 are unacknowledged because their handlers failed, were stopped, "
					+ "are missing or do not return; the broker " + (this.canRefuse ? "sends" : "may send")
					+ " no more of them until handlers return or there is another connection. Mend the handlers, "
					+ "or raise the receive maximum");
		this.listeners.tell((listener) -> listener.receivingStalled(withheld));
	}

	/**
	 * Start anew on another connection.
	 * @param connection what was agreed on
	 */
	void connected(ConnectResult connection) {
		boolean mqtt5 = connection.protocolVersion() == ProtocolVersion.MQTT_5;
		this.connected = true;
		this.sessionKept = !connection.sessionExpiry().isZero();
		this.canRefuse = mqtt5;
		// With MQTT 5.0 it is the broker that has to stop, which only shows with the next
		// message; MQTT 3.1.1 has no Receive Maximum to hold the broker to
		this.inbox.acknowledgedLimit(mqtt5 ? this.receiveMaximum + 1 : this.receiveMaximum);
		this.incoming.receiveMaximum(mqtt5 ? this.receiveMaximum : PACKET_IDENTIFIERS);
		this.incoming.restart(connection.sessionPresent());
		this.stalled = false;
		this.connections++;
		if (connection.sessionPresent()) {
			this.resumed = this.connections;
		}
		else {
			this.sessionStart = this.connections;
		}
		// Answers that are of no use any more are not waited for
		if (this.open.first() != null) {
			this.open.find(this::isAwaitedInVain).forEach(this::removed);
		}
	}

	private boolean isAwaitedInVain(Delivery delivery) {
		return delivery.isHandedOut() && (delivery.connection() < this.sessionStart || isSentAgain(delivery));
	}

	void disconnected() {
		this.connected = false;
	}

	void close() {
		this.closed = true;
	}

}
