package io.topicwire.mqtt.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.engine.MessagePublisher.Signal;
import io.topicwire.mqtt.engine.MessagePublisher.Source;
import org.jspecify.annotations.Nullable;

/**
 * Link between a topic filter and one reactive subscriber. All signals are given on
 * threads that call handlers, one after the other; what is not volatile is used in
 * between only. Messages without demand wait unacknowledged, so that the Receive Maximum
 * holds the broker back; those of QoS 0 wait up to a limit.
 *
 * @param <T> the type of the items
 */
final class MessageSubscription<T> implements Flow.Subscription, Recipient {

	private final Source source;

	private final Signal<T> signal;

	private final AtomicLong demand = new AtomicLong();

	private final WaitingMessages waiting;

	// What is to be done, one after the other, and how much of it there is
	private final Queue<Consumer<Worker>> steps = new ConcurrentLinkedQueue<>();

	private final AtomicInteger stepCount = new AtomicInteger();

	private final AtomicBoolean drainScheduled = new AtomicBoolean();

	// Forgotten when it is over
	private volatile Flow.@Nullable Subscriber<? super T> subscriber;

	private @Nullable Registration registration;

	MessageSubscription(Source source, Signal<T> signal, Flow.Subscriber<? super T> subscriber) {
		this.source = source;
		this.signal = signal;
		this.subscriber = subscriber;
		this.waiting = new WaitingMessages(source.context(),
				"Subscriber for '" + source.filter() + "' does not request enough");
	}

	void start() {
		later(this::begin);
	}

	/**
	 * Do something when all is done that was to be done before.
	 */
	private void later(Consumer<Worker> step) {
		if (isNext(step)) {
			this.source.dispatch().execute(this, this::work);
		}
	}

	/**
	 * Do something now, provided that nothing else is being done and that it is the turn
	 * of this subscriber.
	 */
	private void nowOrLater(Consumer<Worker> step, Worker worker) {
		if (!worker.lane().equals(this.source.dispatch().lane(this))) {
			later(step);
		}
		else if (isNext(step)) {
			work(worker);
		}
	}

	private boolean isNext(Consumer<Worker> step) {
		this.steps.add(step);
		return this.stepCount.getAndIncrement() == 0;
	}

	private void work(Worker worker) {
		do {
			try {
				this.steps.remove().accept(worker);
			}
			catch (Throwable ex) {
				this.source.context().log().error("Subscription for '" + this.source.filter() + "' failed", ex);
			}
			if (worker.isRelieved()) {
				handOver();
				return;
			}
		}
		while (this.stepCount.decrementAndGet() > 0);
	}

	/**
	 * Let another thread do the rest, because this one does not count any more.
	 */
	private void handOver() {
		if (this.stepCount.decrementAndGet() > 0) {
			this.source.dispatch().execute(this, this::work);
		}
	}

	private void begin(Worker worker) {
		if (!signal(worker, (subscriber) -> subscriber.onSubscribe(this))) {
			this.subscriber = null;
		}
		if (this.subscriber != null) {
			try {
				this.registration = this.source.register().apply(this);
			}
			catch (MqttClosedException ex) {
				fail(worker, ex);
			}
		}
	}

	@Override
	public void request(long count) {
		if (this.subscriber == null) {
			return;
		}
		if (count <= 0) {
			later((worker) -> fail(worker, new IllegalArgumentException(
					"Demand must be positive but was " + count + " (Reactive Streams, rule 3.9)")));
			return;
		}
		this.demand.accumulateAndGet(count, (left, right) -> (left + right < 0) ? Long.MAX_VALUE : left + right);
		if (this.drainScheduled.compareAndSet(false, true)) {
			later(this::drain);
		}
	}

	@Override
	public void cancel() {
		if (this.subscriber != null) {
			this.subscriber = null;
			later((worker) -> release());
		}
	}

	@Override
	public void receive(HandlerAnswer answer, HandlerCaller caller, Worker worker) {
		this.source.context().lock().run(() -> this.waiting.add(answer));
		if (this.subscriber == null) {
			nowOrLater((other) -> release(), worker);
		}
		else if (this.drainScheduled.compareAndSet(false, true)) {
			nowOrLater(this::drain, worker);
		}
	}

	private void drain(Worker worker) {
		this.drainScheduled.set(false);
		while (this.subscriber != null && this.demand.get() > 0) {
			HandlerAnswer answer = poll();
			if (answer == null) {
				return;
			}
			this.demand.updateAndGet((count) -> (count != Long.MAX_VALUE) ? count - 1 : count);
			this.source.caller().call(answer, worker, this::next);
			if (worker.isRelieved()) {
				later(this::drain);
				return;
			}
		}
	}

	private @Nullable HandlerAnswer poll() {
		return this.source.context().lock().call(this.waiting::poll);
	}

	private void next(HandlerAnswer answer) {
		Flow.Subscriber<? super T> subscriber = this.subscriber;
		if (subscriber == null) {
			this.source.caller().giveUp(answer);
			return;
		}
		try {
			this.signal.next(subscriber, answer);
			if (answer.isOf(QoS.AT_MOST_ONCE)) {
				// The broker is told nothing, so that the application need not answer
				answer.handled();
			}
		}
		catch (Throwable ex) {
			// Whoever throws has cancelled (Reactive Streams, rule 2.13)
			cancel();
			throw ex;
		}
	}

	@Override
	public Object identity() {
		return this;
	}

	@Override
	public WaitingMessages waiting() {
		return this.waiting;
	}

	@Override
	public void refused(MqttSubscribeException failure) {
		later((worker) -> fail(worker, failure));
	}

	@Override
	public void removed() {
		later(this::complete);
	}

	private void complete(Worker worker) {
		signal(worker, Flow.Subscriber::onComplete);
		end();
	}

	private void fail(Worker worker, Throwable failure) {
		// First, so that nothing is subscribed for a subscriber that was told it is over
		release();
		signal(worker, (subscriber) -> subscriber.onError(failure));
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
	private boolean signal(Worker worker, Consumer<Flow.Subscriber<? super T>> signal) {
		Flow.Subscriber<? super T> subscriber = this.subscriber;
		try {
			if (subscriber != null) {
				this.source.caller()
					.signal(this, "for '" + this.source.filter() + "'", worker, () -> signal.accept(subscriber));
			}
			return true;
		}
		catch (Throwable ex) {
			this.source.context().log().error("Subscriber for '" + this.source.filter() + "' failed", ex);
			return false;
		}
	}

	private void release() {
		for (HandlerAnswer answer = poll(); answer != null; answer = poll()) {
			this.source.caller().giveUp(answer);
		}
		Registration registration = this.registration;
		if (registration != null) {
			this.registration = null;
			this.source.unregister().accept(registration);
		}
	}

}
