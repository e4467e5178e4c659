package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.session.IncomingPublishes;
import io.topicwire.mqtt.session.StoredReceipt;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a client. All that it consists of is made for the first message,
 * or for a session that may have some: to load its classes before takes 10 ms of the
 * start of a JVM, and a client that only publishes does without. Guarded by the lock of
 * the client, but for {@link #isFull()}.
 */
final class Reception {

	private static final int DELIVERIES_AT_ONCE = 64;

	private final ClientContext context;

	private final Subscriptions subscriptions;

	private final Sender sender;

	private final String threadName;

	private volatile @Nullable Parts parts;

	// The present connection
	private @Nullable ConnectResult connection;

	// When the messages arrived that are being received
	private long arrival;

	private boolean closed;

	/**
	 * Create a reception that has received nothing.
	 * @param context what is shared
	 * @param subscriptions knows the handlers
	 * @param sender sends answers
	 * @param threadName name of the threads that call handlers
	 */
	Reception(ClientContext context, Subscriptions subscriptions, Sender sender, String threadName) {
		this.context = context;
		this.subscriptions = subscriptions;
		this.sender = sender;
		this.threadName = threadName;
	}

	private Parts parts() {
		Parts parts = this.parts;
		return (parts != null) ? parts : newParts();
	}

	private Parts newParts() {
		ClientSettings settings = this.context.settings();
		Dispatcher dispatcher = new Dispatcher(this.context.threads(), this.threadName,
				settings.handlers().concurrency(), deliveriesAtOnce(settings.inbox()), this.context.lock(),
				this.context.log());
		IncomingPublishes incoming = new IncomingPublishes(settings.receiveMaximum(), this.sender::answer,
				this.context.journal());
		Receiver receiver = new Receiver(this.context, dispatcher, this.subscriptions, incoming);
		receiver.arriving(this.arrival);
		if (this.connection != null) {
			receiver.connected(this.connection);
		}
		if (this.closed) {
			receiver.close();
			dispatcher.shutdown();
		}
		Parts parts = new Parts(dispatcher, incoming, receiver);
		this.parts = parts;
		return parts;
	}

	// A message that a thread has taken cannot make room for a later one
	private static int deliveriesAtOnce(InboxSettings settings) {
		return (settings.overflowPolicy() != InboxOverflowPolicy.DROP_OLDEST) ? DELIVERIES_AT_ONCE : 1;
	}

	/**
	 * Take up what an earlier process has left behind. Only before anything is received.
	 * @param receipts the received messages of QoS 2 whose exchanges are not finished
	 */
	void restore(List<StoredReceipt> receipts) {
		if (!receipts.isEmpty()) {
			parts().incoming().restore(receipts);
		}
	}

	/**
	 * Return what has to be stored for {@link #restore}.
	 */
	List<StoredReceipt> receipts() {
		Parts parts = this.parts;
		return (parts != null) ? parts.incoming().receipts() : List.of();
	}

	/**
	 * Start anew on another connection.
	 * @param connection what was agreed on
	 */
	void connected(ConnectResult connection) {
		this.connection = connection;
		Parts parts = this.parts;
		if (parts != null) {
			parts.receiver().connected(connection);
		}
		else if (connection.sessionPresent()) {
			parts();
		}
	}

	void disconnected() {
		this.connection = null;
		Parts parts = this.parts;
		if (parts != null) {
			parts.receiver().disconnected();
		}
	}

	/**
	 * Note when the messages that follow arrived.
	 */
	void arriving(long nanoTime) {
		this.arrival = nanoTime;
		Parts parts = this.parts;
		if (parts != null) {
			parts.receiver().arriving(nanoTime);
		}
	}

	/**
	 * Return what handles the messages that come.
	 */
	Receiver receiver() {
		return parts().receiver();
	}

	/**
	 * Return where handlers are called.
	 */
	Dispatcher dispatcher() {
		return parts().dispatcher();
	}

	/**
	 * Handle that a handler was registered.
	 */
	void handlersChanged() {
		Parts parts = this.parts;
		if (parts != null) {
			parts.receiver().handlersChanged();
		}
	}

	/**
	 * Handle that handlers were removed.
	 */
	void handlersRemoved() {
		Parts parts = this.parts;
		if (parts != null) {
			parts.receiver().handlersRemoved();
		}
	}

	/**
	 * Return whether the reader has to wait before it reads on. Needs no lock.
	 */
	boolean isFull() {
		Parts parts = this.parts;
		return parts != null && parts.receiver().isFull();
	}

	/**
	 * Return how many messages wait for their handlers or for the answers of those.
	 */
	int waiting() {
		Parts parts = this.parts;
		return (parts != null) ? parts.receiver().waiting() : 0;
	}

	/**
	 * Return how many bytes have not been handed out.
	 */
	long waitingBytes() {
		Parts parts = this.parts;
		return (parts != null) ? parts.receiver().waitingBytes() : 0;
	}

	/**
	 * Return how many messages of QoS 1 and 2 wait for the answers of their handlers.
	 */
	int unanswered() {
		Parts parts = this.parts;
		return (parts != null) ? parts.receiver().unanswered() : 0;
	}

	/**
	 * Return how long ago the oldest of them came.
	 */
	Duration oldestAge(long nanoTime) {
		Parts parts = this.parts;
		return (parts != null) ? parts.receiver().oldestAge(nanoTime) : Duration.ZERO;
	}

	/**
	 * Call no handlers any more. What has not been acknowledged stays so.
	 */
	void close() {
		this.closed = true;
		Parts parts = this.parts;
		if (parts != null) {
			parts.receiver().close();
		}
	}

	/**
	 * End the threads once the handlers have returned that still run.
	 * @param whenEnded run once when no thread is left, on the last one or here
	 */
	void shutdown(Runnable whenEnded) {
		Parts parts = this.parts;
		if (parts != null) {
			parts.dispatcher().shutdown(whenEnded);
		}
		else {
			whenEnded.run();
		}
	}

	/**
	 * What is made later.
	 *
	 * @param dispatcher where handlers are called
	 * @param incoming the exchanges with the broker
	 * @param receiver handles the messages
	 */
	private record Parts(Dispatcher dispatcher, IncomingPublishes incoming, Receiver receiver) {

	}

}
