package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.IncomingPublish;
import org.jspecify.annotations.Nullable;

/**
 * A received message on its way to its handlers and until all of them have answered. It
 * is itself the task that hands it out, so that there is one object less for each
 * message.
 */
final class Delivery extends QueuedTask {

	private final MqttMessage message;

	private final @Nullable IncomingPublish incoming;

	private final int connection;

	private final int size;

	private final Handout handout;

	// Links of the list of those that the broker waits for an answer about

	@Nullable Delivery before;

	@Nullable Delivery behind;

	boolean open;

	private List<Registration> handlers = List.of();

	private int called;

	// In milliseconds, which takes no more memory than there is to spare
	private int arrival;

	private boolean waiting;

	private boolean occupying;

	private boolean withheld;

	private volatile boolean handedOut;

	private int openCalls;

	private int openAnswers;

	private Outcome outcome = Outcome.UNMATCHED;

	/**
	 * Create a delivery.
	 * @param message the message
	 * @param incoming what is to be acknowledged, or {@code null} for QoS 0
	 * @param connection number of the connection it came over
	 * @param handout hands it to its handlers
	 */
	Delivery(MqttMessage message, @Nullable IncomingPublish incoming, int connection, Handout handout) {
		this.message = message;
		this.incoming = incoming;
		this.connection = connection;
		this.size = MessageSize.of(message);
		this.handout = handout;
	}

	@Override
	public void run(Worker worker) {
		if (this.handlers.isEmpty()) {
			// Which may still be so afterwards, and is looked for again the next time
			this.handlers = this.handout.handlers(this);
		}
		while (!worker.isRelieved() && isUnfinished()) {
			this.handout.deliver(this.handlers.get(this.called++), this, worker);
		}
	}

	@Override
	public boolean isUnfinished() {
		return this.called < this.handlers.size();
	}

	/**
	 * Note when it arrived.
	 */
	void arrived(long nanoTime) {
		this.arrival = (int) TimeUnit.NANOSECONDS.toMillis(nanoTime);
	}

	/**
	 * Return how long ago it arrived, if that is no more than 24 days.
	 */
	Duration age(long nanoTime) {
		return Duration.ofMillis((int) TimeUnit.NANOSECONDS.toMillis(nanoTime) - this.arrival);
	}

	MqttMessage message() {
		return this.message;
	}

	@Nullable IncomingPublish incoming() {
		return this.incoming;
	}

	int connection() {
		return this.connection;
	}

	/**
	 * Return about how many bytes the message takes.
	 */
	int size() {
		return this.size;
	}

	/**
	 * Return whether it has begun to wait for being handed out.
	 */
	boolean isWaiting() {
		return this.waiting;
	}

	void waiting() {
		this.waiting = true;
	}

	/**
	 * Return whether its bytes count as waiting.
	 */
	boolean isOccupying() {
		return this.occupying;
	}

	void occupying(boolean occupying) {
		this.occupying = occupying;
	}

	/**
	 * Return whether it waits for a handler that is stuck.
	 */
	boolean isWithheld() {
		return this.withheld;
	}

	void withheld(boolean withheld) {
		this.withheld = withheld;
	}

	boolean isOf(QoS qos) {
		return this.message.qos() == qos;
	}

	/**
	 * Expect the answers of handlers, before any of them is called.
	 */
	void expectAnswers(int count) {
		this.openCalls = count;
		this.openAnswers = count;
		this.handedOut = true;
	}

	/**
	 * Return whether there is one handler for the message. Only for a thread that calls
	 * it.
	 */
	boolean isForOne() {
		return this.handlers.size() == 1;
	}

	/**
	 * Return whether handlers have the message, or are about to get it.
	 */
	boolean isHandedOut() {
		return this.handedOut;
	}

	/**
	 * Handle that one handler has got the message.
	 * @return whether it was the last one
	 */
	boolean handedOver() {
		this.openCalls--;
		return this.openCalls == 0;
	}

	/**
	 * Take the answer of one handler.
	 * @return the worst answer if it was the last one, or {@code null}
	 */
	@Nullable Outcome answered(Outcome outcome) {
		this.outcome = Outcome.worse(this.outcome, outcome);
		this.openAnswers--;
		return (this.openAnswers == 0) ? this.outcome : null;
	}

}
