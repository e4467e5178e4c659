package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.engine.MessagePublisher.Signal;
import io.topicwire.mqtt.engine.MessagePublisher.Source;
import org.jspecify.annotations.Nullable;

/**
 * Link between a topic filter and one reactive subscriber. All signals are given on the
 * thread that calls handlers, and so one after the other; what is not volatile is used on
 * that thread only. Messages without demand wait unacknowledged, so that the Receive
 * Maximum holds the broker back; those of QoS 0 wait up to a limit.
 *
 * @param <T> the type of the items
 */
final class MessageSubscription<T> implements Flow.Subscription, Recipient {

	private final Source source;

	private final Signal<T> signal;

	private final AtomicLong demand = new AtomicLong();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Deque<HandlerAnswer> waiting = new ArrayDeque<>();

	// Forgotten when it is over
	private volatile Flow.@Nullable Subscriber<? super T> subscriber;

	private @Nullable Registration registration;

	private int waitingAtMostOnce;

	// The connection the last message came over
	private int connection;

	private boolean dropping;

	MessageSubscription(Source source, Signal<T> signal, Flow.Subscriber<? super T> subscriber) {
		this.source = source;
		this.signal = signal;
		this.subscriber = subscriber;
	}

	void start() {
		this.source.dispatch().execute(this::begin);
	}

	private void begin() {
		if (!signal((subscriber) -> subscriber.onSubscribe(this))) {
			this.subscriber = null;
		}
		if (this.subscriber != null) {
			try {
				this.registration = this.source.register().apply(this);
			}
			catch (MqttClosedException ex) {
				fail(ex);
			}
		}
	}

	@Override
	public void request(long count) {
		if (this.subscriber == null) {
			return;
		}
		if (count <= 0) {
			this.source.dispatch()
				.execute(() -> fail(new IllegalArgumentException(
						"Demand must be positive but was " + count + " (Reactive Streams, rule 3.9)")));
			return;
		}
		this.demand.accumulateAndGet(count, (left, right) -> (left + right < 0) ? Long.MAX_VALUE : left + right);
		if (this.scheduled.compareAndSet(false, true)) {
			this.source.dispatch().execute(this::resume);
		}
	}

	private void resume() {
		this.scheduled.set(false);
		drain();
	}

	@Override
	public void cancel() {
		if (this.subscriber != null) {
			this.subscriber = null;
			this.source.dispatch().execute(this::release);
		}
	}

	@Override
	public void receive(HandlerAnswer answer) {
		if (this.connection != answer.connection()) {
			this.connection = answer.connection();
			// Of what is sent again one copy is enough
			this.waiting.removeIf(HandlerAnswer::isOutdated);
		}
		if (this.subscriber == null) {
			giveUp(answer);
		}
		else if (!answer.isOf(QoS.AT_MOST_ONCE)) {
			this.waiting.add(answer);
		}
		else if (this.waitingAtMostOnce < this.source.limit()) {
			this.waitingAtMostOnce++;
			this.waiting.add(answer);
			// It shall not take room away from other handlers
			answer.acknowledge();
		}
		else {
			drop(answer);
		}
		drain();
	}

	private void drop(HandlerAnswer answer) {
		answer.acknowledge();
		this.source.counters().messagesDropped.increment();
		if (!this.dropping) {
			this.dropping = true;
			this.source.log()
				.warn("Subscriber for '" + this.source.filter() + "' does not request enough: messages of QoS 0 are "
						+ "dropped, the first one to topic '" + answer.message().topic() + "'");
		}
	}

	private void drain() {
		while (this.subscriber != null && this.demand.get() > 0 && !this.waiting.isEmpty()) {
			HandlerAnswer answer = take();
			if (answer.isOutdated()) {
				continue;
			}
			this.demand.updateAndGet((count) -> (count != Long.MAX_VALUE) ? count - 1 : count);
			if (!this.source.caller().run(answer, "for '" + this.source.filter() + "'", () -> next(answer))) {
				// Whoever throws has cancelled (Reactive Streams, rule 2.13)
				cancel();
			}
		}
	}

	private HandlerAnswer take() {
		HandlerAnswer answer = this.waiting.remove();
		if (answer.isOf(QoS.AT_MOST_ONCE)) {
			this.waitingAtMostOnce--;
			this.dropping &= this.waitingAtMostOnce > this.source.limit() / 2;
		}
		return answer;
	}

	private void next(HandlerAnswer answer) {
		Flow.Subscriber<? super T> subscriber = this.subscriber;
		if (subscriber != null) {
			this.signal.next(subscriber, answer);
		}
		else {
			giveUp(answer);
		}
	}

	@Override
	public Object identity() {
		return this;
	}

	@Override
	public void refused(MqttSubscribeException failure) {
		this.source.dispatch().execute(() -> fail(failure));
	}

	@Override
	public void removed() {
		this.source.dispatch().execute(this::complete);
	}

	private void complete() {
		signal(Flow.Subscriber::onComplete);
		end();
	}

	private void fail(Throwable failure) {
		signal((subscriber) -> subscriber.onError(failure));
		end();
	}

	private void end() {
		this.subscriber = null;
		release();
	}

	/**
	 * Give a signal other than a message, unless it is over.
	 * @return whether the subscriber has kept to the rules
	 */
	private boolean signal(Consumer<Flow.Subscriber<? super T>> signal) {
		Flow.Subscriber<? super T> subscriber = this.subscriber;
		try {
			if (subscriber != null) {
				signal.accept(subscriber);
			}
			return true;
		}
		catch (Throwable ex) {
			this.source.log().error("Subscriber for '" + this.source.filter() + "' failed", ex);
			return false;
		}
	}

	private void release() {
		while (!this.waiting.isEmpty()) {
			giveUp(take());
		}
		Registration registration = this.registration;
		if (registration != null) {
			this.registration = null;
			this.source.unregister().accept(registration);
		}
	}

	/**
	 * Treat a message like one that no handler wants.
	 */
	private void giveUp(HandlerAnswer answer) {
		if (answer.isOf(QoS.AT_MOST_ONCE)) {
			answer.acknowledge();
			this.source.counters().messagesDropped.increment();
		}
		else if (answer.acknowledge()) {
			this.source.counters().messagesUnmatched.increment();
		}
	}

}
