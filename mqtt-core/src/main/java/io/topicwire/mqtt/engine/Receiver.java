package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.IncomingPublish;
import io.topicwire.mqtt.session.IncomingPublishes;

/**
 * Brings received messages to their handlers, one after the other, those that no handler
 * wants included. Guarded by the lock of the client; {@link #deliver} takes it.
 */
final class Receiver {

	private final ClientLock lock;

	private final SerialExecutor dispatch;

	private final Subscriptions subscriptions;

	private final IncomingPublishes incoming;

	private final Inbox inbox;

	private final Answers answers;

	private final HandlerCaller caller;

	private final Parking parking;

	private final Counters counters;

	private final ClientLog log;

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
		this.incoming = incoming;
		this.inbox = new Inbox(settings.receiveMaximum(), context.lock().newCondition());
		this.answers = new Answers(context, incoming, this.inbox);
		this.caller = new HandlerCaller(context, this.answers);
		this.parking = new Parking(context, this::handlersChanged);
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
				accept(new Delivery(publish.message(), acknowledgeable, this.answers.connection()));
			}
		}
		else if (this.inbox.hasRoomAtMostOnce()) {
			this.dropping &= !this.inbox.isHalfEmptyAtMostOnce();
			accept(new Delivery(publish.message(), null, this.answers.connection()));
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
		this.answers.added(delivery);
		this.dispatch.execute(() -> deliver(delivery));
	}

	HandlerCaller caller() {
		return this.caller;
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
		List<Registration> handlers = this.subscriptions.handlers(delivery.message());
		if (handlers.isEmpty() && !this.caller.hasDefaultHandler()) {
			if (!this.lock.call(() -> isUnmatched(delivery))) {
				// Registered a moment ago, and for what came before as well
				deliverParked();
				deliver(delivery);
			}
			return;
		}
		// First of all: who makes another connection looks at it and then at what is
		// expected
		delivery.expectAnswers(Math.max(handlers.size(), 1));
		if (this.answers.isSentAgain(delivery)) {
			this.lock.run(() -> this.answers.removed(delivery));
			return;
		}
		this.caller.call(handlers, delivery);
	}

	private void discard(Delivery delivery) {
		if (delivery.incoming() == null) {
			this.counters.messagesDropped.increment();
		}
	}

	/**
	 * Keep or give up a message, unless there is a handler after all.
	 */
	private boolean isUnmatched(Delivery delivery) {
		if (!this.subscriptions.handlers(delivery.message()).isEmpty()) {
			return false;
		}
		this.answers.removed(delivery);
		if (!this.answers.isSentAgain(delivery) && !isParked(delivery)) {
			giveUp(delivery);
		}
		return true;
	}

	/**
	 * Keep a message, unless it came too late for a handler that was removed. To wait for
	 * another one would hold back the acknowledgements of all messages behind it.
	 */
	private boolean isParked(Delivery delivery) {
		return !this.subscriptions.isUnsubscribed(delivery.message()) && this.parking.park(delivery);
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
		this.answers.acknowledge(delivery);
	}

	/**
	 * Look for handlers of parked messages again, because one was registered or time is
	 * over. They came before everything that waits to be delivered.
	 */
	void handlersChanged() {
		if (!this.parking.isEmpty()) {
			this.dispatch.executeFirst(this::deliverParked);
		}
	}

	private void deliverParked() {
		this.lock.call(() -> {
			List<Delivery> parked = this.parking.takeAll();
			parked.forEach(this.answers::added);
			return parked;
		}).forEach(this::deliver);
	}

	/**
	 * Start anew on another connection.
	 * @param connection what was agreed on
	 */
	void connected(ConnectResult connection) {
		this.answers.connected(connection);
		this.parking.removeIf(this.answers::isSentAgain);
		this.parking.restart(connection.sessionPresent());
	}

	void disconnected() {
		this.answers.disconnected();
		this.inbox.wakeUp();
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

	/**
	 * Call no handlers any more. What has not been acknowledged stays so.
	 */
	void close() {
		this.closed = true;
		this.answers.close();
		this.parking.close();
	}

}
