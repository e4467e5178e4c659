package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.IncomingPublish;
import io.topicwire.mqtt.session.IncomingPublishes;
import org.jspecify.annotations.Nullable;

/**
 * Brings received messages to their handlers, and decides about those that no handler
 * wants. Guarded by the lock of the client, but for what the threads do that call
 * handlers.
 */
final class Receiver implements Handout {

	private final ClientLock lock;

	private final SessionJournal journal;

	private final Dispatcher dispatch;

	private final Subscriptions subscriptions;

	private final IncomingPublishes incoming;

	private final Inbox inbox;

	private final Answers answers;

	private final HandlerCaller caller;

	private final Parking parking;

	private final Counters counters;

	private final UnmatchedMessages unmatched;

	private final DropReport dropReport;

	// When the messages arrived that are being received
	private long arrival;

	private volatile boolean closed;

	/**
	 * Create a receiver.
	 * @param context what is shared
	 * @param dispatch where handlers are called
	 * @param subscriptions knows the handlers
	 * @param incoming the exchanges with the broker
	 */
	Receiver(ClientContext context, Dispatcher dispatch, Subscriptions subscriptions, IncomingPublishes incoming) {
		ClientSettings settings = context.settings();
		this.lock = context.lock();
		this.journal = context.journal();
		this.dispatch = dispatch;
		this.subscriptions = subscriptions;
		this.incoming = incoming;
		this.inbox = new Inbox(settings.inbox(), context.lock());
		this.answers = new Answers(context, incoming, this.inbox);
		this.unmatched = new UnmatchedMessages(context);
		this.caller = new HandlerCaller(context, dispatch, this.answers);
		this.parking = new Parking(context, this::parkingEnded);
		this.counters = context.counters();
		this.dropReport = new DropReport(context, "Handlers are too slow");
	}

	/**
	 * Note when the messages that follow arrived. Once for many of them, because to ask
	 * for the time takes a while.
	 */
	void arriving(long nanoTime) {
		this.arrival = nanoTime;
	}

	/**
	 * Handle a PUBLISH.
	 * @throws MqttProtocolException if it breaks the rules
	 */
	void received(Publish publish) {
		if (publish.message().qos() != QoS.AT_MOST_ONCE) {
			IncomingPublish acknowledgeable = this.incoming.receive(publish);
			if (acknowledgeable != null) {
				accept(delivery(publish, acknowledgeable));
			}
		}
		else {
			receivedAtMostOnce(delivery(publish, null));
		}
	}

	private Delivery delivery(Publish publish, @Nullable IncomingPublish acknowledgeable) {
		Delivery delivery = new Delivery(publish.message(), acknowledgeable, this.answers.connection(), this);
		delivery.arrived(this.arrival);
		return delivery;
	}

	private void receivedAtMostOnce(Delivery delivery) {
		if (this.inbox.isHalfEmptyAtMostOnce()) {
			this.dropReport.relieved();
		}
		if (!this.inbox.hasRoomAtMostOnce(delivery)) {
			this.inbox.inTheWayOf(delivery, Receiver::isWaiting).forEach(this::withdraw);
		}
		if (this.inbox.hasRoomAtMostOnce(delivery)) {
			accept(delivery);
		}
		else {
			this.counters.received(delivery.message());
			this.dropReport.dropped(delivery.message());
		}
	}

	private static boolean isWaiting(Delivery delivery) {
		return delivery.isWaiting() && !delivery.isHandedOut();
	}

	// Unless a thread is about to hand it out
	private void withdraw(Delivery delivery) {
		if (this.dispatch.withdraw(delivery.message().topic(), delivery)) {
			this.inbox.removed(delivery);
			this.dropReport.dropped(delivery.message());
		}
	}

	private void accept(Delivery delivery) {
		this.counters.received(delivery.message());
		this.answers.added(delivery);
		if (this.journal.isIdle()) {
			handOver(delivery);
		}
		else if (delivery.isOf(QoS.EXACTLY_ONCE)) {
			// Its handlers rely on its number, which must not change any more
			this.journal.whenStored(() -> handOver(delivery), () -> this.answers.cancel(delivery));
		}
		else {
			this.journal.inTurn(() -> handOver(delivery));
		}
	}

	private void handOver(Delivery delivery) {
		delivery.waiting();
		this.dispatch.handIn(delivery.message().topic(), delivery);
	}

	HandlerCaller caller() {
		return this.caller;
	}

	void released(int packetIdentifier) {
		this.incoming.release(packetIdentifier);
	}

	@Override
	public List<Registration> handlers(Delivery delivery) {
		if (this.closed) {
			discard(delivery);
			return List.of();
		}
		List<Registration> handlers = find(delivery);
		if (handlers.isEmpty()) {
			this.lock.run(() -> unmatched(delivery));
			return List.of();
		}
		// First of all: who makes another connection looks at it and then at what is
		// expected
		delivery.expectAnswers(handlers.size());
		if (this.answers.isSentAgain(delivery)) {
			this.lock.run(() -> this.answers.removed(delivery));
			return List.of();
		}
		return handlers;
	}

	@Override
	public void deliver(Registration registration, Delivery delivery, Worker worker) {
		this.caller.deliver(registration, delivery, worker);
	}

	private List<Registration> find(Delivery delivery) {
		List<Registration> handlers = this.subscriptions.handlers(delivery.message());
		return handlers.isEmpty() ? this.caller.defaultHandler() : handlers;
	}

	private void discard(Delivery delivery) {
		if (delivery.incoming() == null) {
			this.counters.messagesDropped.increment();
		}
	}

	/**
	 * Keep or give up a message, unless there is a handler after all.
	 */
	private void unmatched(Delivery delivery) {
		if (!find(delivery).isEmpty()) {
			// Registered a moment ago, and for what came before as well
			this.dispatch.executeFirst(delivery.message().topic(), delivery);
			deliverParked(lane(delivery));
			return;
		}
		this.answers.removed(delivery);
		if (!this.answers.isSentAgain(delivery) && !isParked(delivery)) {
			giveUp(delivery);
		}
	}

	/**
	 * Keep a message, unless it came too late for a handler that was removed. To wait for
	 * another one would hold back the acknowledgements of all messages behind it.
	 */
	private boolean isParked(Delivery delivery) {
		return !this.subscriptions.isUnsubscribed(delivery.message()) && this.parking.park(delivery);
	}

	private void giveUp(Delivery delivery) {
		this.unmatched.add(delivery.message());
		this.answers.unmatched(delivery);
	}

	/**
	 * Look for handlers of parked messages again, because one was registered. They came
	 * before everything to the same topic that waits to be delivered.
	 */
	void handlersChanged() {
		this.parking.content()
			.stream()
			.filter((delivery) -> !find(delivery).isEmpty())
			.map(this::lane)
			.distinct()
			.forEach((lane) -> this.dispatch.executeFirst(lane, (worker) -> this.lock.run(() -> deliverParked(lane))));
	}

	/**
	 * Give up what waits for handlers that were removed.
	 */
	void handlersRemoved() {
		this.caller.stuck().handlersRemoved();
	}

	/**
	 * Put the messages that have waited for a handler before all others. Runs while
	 * nothing else of their lane does.
	 */
	private void deliverParked(Object lane) {
		List<Delivery> deliveries = this.parking.take((delivery) -> lane(delivery).equals(lane));
		deliveries.forEach(this.answers::added);
		for (int i = deliveries.size() - 1; i >= 0; i--) {
			this.dispatch.executeFirst(lane, deliveries.get(i));
		}
	}

	private Object lane(Delivery delivery) {
		return this.dispatch.lane(delivery.message().topic());
	}

	private void parkingEnded() {
		this.parking.take((delivery) -> find(delivery).isEmpty()).forEach(this::giveUp);
	}

	/**
	 * Start anew on another connection.
	 * @param connection what was agreed on
	 */
	void connected(ConnectResult connection) {
		this.answers.connected(connection);
		this.unmatched.connected();
		if (!this.parking.isEmpty()) {
			this.parking.take(this.answers::isSentAgain);
		}
		this.parking.restart(connection.sessionPresent());
	}

	void disconnected() {
		this.answers.disconnected();
		this.inbox.wakeUp();
	}

	/**
	 * Return how many messages wait for their handlers or for the answers of those.
	 */
	int waiting() {
		return this.inbox.messages();
	}

	/**
	 * Return how many bytes have not been handed out.
	 */
	long waitingBytes() {
		return this.inbox.bytes();
	}

	/**
	 * Return how many messages of QoS 1 and 2 wait for the answers of their handlers.
	 */
	int unanswered() {
		return this.inbox.acknowledged();
	}

	/**
	 * Return how long ago the oldest of them came.
	 */
	Duration oldestAge(long nanoTime) {
		Delivery oldest = this.answers.oldest();
		return (oldest != null) ? oldest.age(nanoTime) : Duration.ZERO;
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
		this.caller.stuck().close();
	}

}
