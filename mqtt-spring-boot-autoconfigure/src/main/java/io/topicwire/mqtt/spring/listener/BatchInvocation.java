package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * One batch on its way through a listener: all attempts to handle it, and what the broker
 * is told about each message in the end.
 */
final class BatchInvocation implements ListenerStep, Acknowledgment {

	private static final CompletableFuture<@Nullable Duration> DONE = CompletableFuture.completedFuture(null);

	private final ListenerContext context;

	private final MqttBatchMessageListener listener;

	private final BatchCollector collector;

	private final Attempts attempts;

	// Those that the listener is called with
	private final List<BatchMessage> batch = new ArrayList<>();

	private final List<Message<?>> messages = new ArrayList<>();

	private boolean done;

	private boolean cancelled;

	BatchInvocation(ListenerContext context, MqttBatchMessageListener listener, BatchCollector collector) {
		this.context = context;
		this.listener = listener;
		this.collector = collector;
		this.attempts = new Attempts(context.properties().getRetryPolicy());
	}

	@Override
	public Object key() {
		return this.collector;
	}

	// What waits is what the collector has
	@Override
	public int size() {
		return 0;
	}

	@Override
	public boolean isDispensable() {
		return false;
	}

	@Override
	public boolean acknowledge() {
		boolean told = true;
		for (BatchMessage message : this.batch) {
			told &= message.acknowledge();
		}
		return told;
	}

	@Override
	public boolean reject(ReasonCode reasonCode) {
		boolean told = true;
		for (BatchMessage message : this.batch) {
			told &= message.reject(reasonCode);
		}
		return told;
	}

	@Override
	public void cancel() {
		synchronized (this) {
			if (this.done || this.cancelled) {
				return;
			}
			this.cancelled = true;
		}
		this.batch.forEach((message) -> this.context.discard(message.acknowledgement()));
		this.collector.refused();
	}

	@Override
	public CompletableFuture<@Nullable Duration> run() {
		InvocationGate gate = this.context.gate();
		if (!MessageInvocation.enter(gate)) {
			cancel();
			return DONE;
		}
		CompletableFuture<@Nullable Duration> outcome;
		try {
			outcome = attempt(gate);
		}
		finally {
			gate.leave();
		}
		return outcome.whenComplete((delay, failure) -> ended(delay));
	}

	private void ended(@Nullable Duration delay) {
		synchronized (this) {
			if (this.cancelled) {
				// The collector may have asked for another batch
				return;
			}
			this.done = delay == null;
		}
		if (delay != null) {
			this.collector.postpone(true);
		}
		else {
			this.collector.done();
		}
	}

	private CompletableFuture<@Nullable Duration> attempt(InvocationGate gate) {
		if (this.attempts.begin()) {
			this.collector.take().forEach(this::prepare);
		}
		else {
			this.collector.postpone(false);
		}
		if (gate.isClosed()) {
			// The container was stopped because a message could not be prepared
			this.batch.forEach((message) -> this.context.discard(message.acknowledgement()));
			return DONE;
		}
		return this.batch.isEmpty() ? DONE : watch(gate);
	}

	private void prepare(BatchMessage message) {
		ContainerProperties properties = this.context.properties();
		this.context.counters().queuedSince(message.arrivalTime());
		try {
			if (properties.getAckMode() == AckMode.NONE) {
				message.acknowledge();
			}
			MqttMessageFilter filter = properties.getFilter();
			if (filter != null && !filter.accept(message.message())) {
				this.context.counters().filtered.increment();
				message.acknowledge();
				return;
			}
			this.messages.add(this.listener
				.convert(ReceivedMessages.toMessage(message.message(), message.topicVariables(), message)));
			this.batch.add(message);
		}
		catch (Throwable ex) {
			this.context.countConversionError(ex);
			recover(message, ex);
		}
	}

	private CompletableFuture<@Nullable Duration> watch(InvocationGate gate) {
		ListenerWatch watch = this.context.watch();
		ListenerWatch.Call call = (watch != null) ? watch.begin(this.batch.get(0).message()) : null;
		CompletableFuture<@Nullable Duration> outcome = DONE;
		try {
			outcome = call(gate);
			return outcome;
		}
		finally {
			if (watch != null && call != null) {
				watch.returned(call, outcome);
			}
		}
	}

	private CompletableFuture<@Nullable Duration> call(InvocationGate gate) {
		CompletionStage<?> stage;
		try {
			stage = this.listener.onMessages(List.copyOf(this.messages), this);
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			return CompletableFuture.completedFuture(completed(ex));
		}
		if (stage == null) {
			return CompletableFuture.completedFuture(completed(null));
		}
		// Nothing is to come of it once it is cancelled
		return gate.retainUntil(stage, (failure) -> isCancelled() ? null : completed(failure));
	}

	private synchronized boolean isCancelled() {
		return this.cancelled;
	}

	private @Nullable Duration completed(@Nullable Throwable failure) {
		if (failure == null) {
			this.context.counters().handled.add(this.batch.size());
			if (this.context.properties().getAckMode() == AckMode.AUTO) {
				acknowledge();
			}
			return null;
		}
		Throwable cause = MessageInvocation.unwrap(failure);
		this.context.countConversionError(cause);
		Duration delay = this.attempts.next(cause);
		if (delay != null) {
			this.context.counters().retries.increment();
			return delay;
		}
		this.batch.forEach((message) -> recover(message, cause));
		return null;
	}

	private void recover(BatchMessage message, Throwable failure) {
		if (this.context.gate().isClosed()) {
			// The container was stopped because an earlier message failed
			this.context.discard(message.acknowledgement());
			return;
		}
		new Recovery(this.context, message.message(), message.acknowledgement()).start(failure, this.attempts.count());
	}

}
