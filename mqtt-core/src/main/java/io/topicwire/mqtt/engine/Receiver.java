package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.engine.HandlerCaller.Outcome;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.IncomingPublish;
import io.topicwire.mqtt.session.IncomingPublishes;

/**
 * Brings received messages to their handlers, one after the other, and acknowledges them
 * afterwards. Guarded by the lock of the client; {@link #deliver} takes it.
 */
final class Receiver {

	private static final int PACKET_IDENTIFIERS = 65_535;

	private final ClientLock lock;

	private final SerialExecutor dispatch;

	private final Subscriptions subscriptions;

	private final HandlerCaller caller;

	private final IncomingPublishes incoming;

	private final Inbox inbox;

	private final HandlerFailurePolicy failurePolicy;

	private final int receiveMaximum;

	private final Duration parkingTime;

	private final Alarm parkingAlarm;

	private final Counters counters;

	private final ClientLog log;

	// Messages that no handler wants yet
	private final List<Delivery> parked = new ArrayList<>();

	private final int parkingLimit;

	// Whether the broker sends again what was not acknowledged when there is another
	// connection
	private boolean sessionKept;

	// Whether messages can be refused. MQTT 3.1.1 cannot say no: its broker goes on with
	// the exchange
	private boolean canRefuse;

	private boolean parking;

	// How many connections there have been, and the last of them that resumed the session
	private int connections;

	private volatile int resumed;

	// The first connection of the session: the broker knows nothing of those before
	private volatile int sessionStart;

	private boolean dropping;

	private volatile boolean closed;

	/**
	 * Create a receiver.
	 * @param context what is shared
	 * @param dispatch where handlers are called
	 * @param subscriptions knows the handlers
	 * @param incoming the exchanges with the broker
	 */
	Receiver(ClientContext context, SerialExecutor dispatch, Subscriptions subscriptions, IncomingPublishes incoming) {
		ClientSettings settings = context.settings();
		this.lock = context.lock();
		this.dispatch = dispatch;
		this.subscriptions = subscriptions;
		this.caller = new HandlerCaller(settings.defaultHandler(), context.counters(), context.listeners(),
				context.log());
		this.incoming = incoming;
		this.inbox = new Inbox(settings.receiveMaximum(), context.lock().newCondition());
		this.failurePolicy = settings.handlerFailurePolicy();
		this.receiveMaximum = settings.receiveMaximum();
		this.parkingTime = settings.operationTimeout();
		this.parkingAlarm = context.newAlarm();
		this.parkingLimit = settings.receiveMaximum();
		this.counters = context.counters();
		this.log = context.log();
	}

	/**
	 * Handle a PUBLISH.
	 * @throws MqttProtocolException if it breaks the rules
	 */
	void received(Publish publish) {
		if (publish.message().qos() != QoS.AT_MOST_ONCE) {
			IncomingPublish acknowledgeable = this.incoming.receive(publish);
			if (acknowledgeable != null) {
				accept(new Delivery(publish.message(), acknowledgeable, this.connections));
			}
		}
		else if (this.inbox.hasRoomAtMostOnce()) {
			this.dropping &= !this.inbox.isHalfEmptyAtMostOnce();
			accept(new Delivery(publish.message(), null, this.connections));
		}
		else {
			this.counters.messagesReceived.increment();
			this.counters.messagesDropped.increment();
			if (!this.dropping) {
				this.dropping = true;
				this.log.warn("Handlers are too slow: messages of QoS 0 are dropped, the first one to topic '"
						+ publish.message().topic() + "'");
			}
		}
	}

	private void accept(Delivery delivery) {
		this.counters.messagesReceived.increment();
		this.inbox.added(delivery);
		this.dispatch.execute(() -> deliver(delivery));
	}

	void released(int packetIdentifier) {
		this.incoming.release(packetIdentifier);
	}

	/**
	 * Call the handlers of a message, without the lock.
	 */
	private void deliver(Delivery delivery) {
		if (this.closed) {
			discard(delivery);
			return;
		}
		if (isSentAgain(delivery)) {
			this.lock.run(() -> this.inbox.removed(delivery));
			return;
		}
		List<Registration> handlers = this.subscriptions.handlers(delivery.message());
		if (handlers.isEmpty() && !this.caller.hasDefaultHandler()) {
			this.lock.run(() -> unmatched(delivery));
			return;
		}
		Outcome outcome = Outcome.FAILED;
		try {
			outcome = this.caller.call(handlers, delivery.message());
		}
		finally {
			Outcome result = outcome;
			this.lock.run(() -> handled(delivery, result));
		}
	}

	/**
	 * Return whether the broker sends a message again because the connection it came over
	 * is gone and the session goes on. Only the last copy is handled, so that copies do
	 * not pile up.
	 */
	private boolean isSentAgain(Delivery delivery) {
		return delivery.message().qos() == QoS.AT_LEAST_ONCE && delivery.connection() >= this.sessionStart
				&& delivery.connection() < this.resumed;
	}

	private void discard(Delivery delivery) {
		if (delivery.incoming() == null) {
			this.counters.messagesDropped.increment();
		}
	}

	private void handled(Delivery delivery, Outcome outcome) {
		this.inbox.removed(delivery);
		IncomingPublish acknowledgeable = delivery.incoming();
		if (acknowledgeable == null) {
			return;
		}
		if (outcome == Outcome.HANDLED) {
			this.incoming.acknowledge(acknowledgeable, ReasonCode.SUCCESS);
		}
		else if (outcome == Outcome.FAILED && refusesFailed()) {
			this.incoming.acknowledge(acknowledgeable,
					this.canRefuse ? ReasonCode.UNSPECIFIED_ERROR : ReasonCode.SUCCESS);
		}
		else {
			this.incoming.abandon(acknowledgeable);
		}
	}

	/**
	 * Return whether a message whose handler failed is refused: if that is the policy, or
	 * if the broker would never send it again. MQTT 3.1.1 cannot refuse, and an
	 * acknowledgement that nobody has chosen would be a lie.
	 */
	private boolean refusesFailed() {
		return this.failurePolicy == HandlerFailurePolicy.REJECT || (!this.sessionKept && this.canRefuse);
	}

	private void unmatched(Delivery delivery) {
		if (!this.subscriptions.handlers(delivery.message()).isEmpty()) {
			// Registered a moment ago
			this.dispatch.execute(() -> deliver(delivery));
		}
		else {
			this.inbox.removed(delivery);
			if (delivery.incoming() != null && this.parking && this.parked.size() < this.parkingLimit) {
				this.parked.add(delivery);
			}
			else {
				giveUp(delivery);
			}
		}
	}

	private void giveUp(Delivery delivery) {
		this.counters.messagesUnmatched.increment();
		IncomingPublish acknowledgeable = delivery.incoming();
		if (acknowledgeable == null) {
			this.log.debug("No handler for a message of QoS 0 to topic '" + delivery.message().topic() + "'");
			return;
		}
		this.log.warn("No handler for a message of QoS " + acknowledgeable.qos().level() + " to topic '"
				+ delivery.message().topic() + "'; it is acknowledged without being handled");
		this.incoming.acknowledge(acknowledgeable, ReasonCode.SUCCESS);
	}

	/**
	 * Look for handlers of parked messages again, because one was registered.
	 */
	void handlersChanged() {
		for (Delivery delivery : takeParked()) {
			this.inbox.added(delivery);
			this.dispatch.execute(() -> deliver(delivery));
		}
	}

	/**
	 * Start anew on another connection.
	 * @param connection what was agreed on
	 */
	void connected(ConnectResult connection) {
		boolean sessionPresent = connection.sessionPresent();
		boolean mqtt5 = connection.protocolVersion() == ProtocolVersion.MQTT_5;
		this.sessionKept = !connection.sessionExpiry().isZero();
		this.canRefuse = mqtt5;
		// With MQTT 5.0 it is the broker that has to stop, which only shows with the next
		// message; MQTT 3.1.1 has no Receive Maximum to hold the broker to
		this.inbox.acknowledgedLimit(mqtt5 ? this.receiveMaximum + 1 : this.receiveMaximum);
		this.incoming.receiveMaximum(mqtt5 ? this.receiveMaximum : PACKET_IDENTIFIERS);
		this.incoming.restart(sessionPresent);
		this.connections++;
		if (sessionPresent) {
			this.resumed = this.connections;
			this.parked.removeIf(this::isSentAgain);
		}
		else {
			this.sessionStart = this.connections;
		}
		// What no handler wants can only come from a session that is older than the
		// handlers
		this.parking = sessionPresent;
		this.parkingAlarm.set(this.parkingTime, this::endParking);
	}

	/**
	 * Stop to keep messages that no handler wants.
	 */
	private void endParking() {
		this.parking = false;
		takeParked().forEach(this::giveUp);
	}

	private List<Delivery> takeParked() {
		List<Delivery> deliveries = List.copyOf(this.parked);
		this.parked.clear();
		return deliveries;
	}

	/**
	 * Return whether the reader has to wait before it reads on. Needs no lock.
	 */
	boolean isFull() {
		return this.inbox.isFull();
	}

	void awaitRoom(Connection connection) {
		this.inbox.awaitRoom(connection);
	}

	void wakeUp() {
		this.inbox.wakeUp();
	}

	/**
	 * Call no handlers any more. What has not been acknowledged stays so.
	 */
	void close() {
		this.closed = true;
		this.parkingAlarm.cancel();
		takeParked().forEach(this::discard);
	}

}
