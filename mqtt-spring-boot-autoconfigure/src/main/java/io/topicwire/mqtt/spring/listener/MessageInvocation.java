package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way through a listener: all attempts to handle it, and what the
 * broker is told in the end.
 */
final class MessageInvocation implements ListenerStep, Acknowledgment {

	private static final CompletableFuture<@Nullable Duration> DONE = CompletableFuture.completedFuture(null);

	private final ListenerContext context;

	private final MqttMessageListener listener;

	private final MqttMessage message;

	private final Map<String, String> topicVariables;

	private final Acknowledgement acknowledgement;

	private final Attempts attempts;

	private long queuedAt;

	private volatile boolean cancelled;

	// Whether the filter wants the message, which it is asked once, not at each attempt
	private boolean accepted;

	MessageInvocation(ListenerContext context, MqttMessageListener listener, MqttMessage message,
			Map<String, String> topicVariables, Acknowledgement acknowledgement) {
		this.context = context;
		this.listener = listener;
		this.message = message;
		this.topicVariables = topicVariables;
		this.acknowledgement = acknowledgement;
		this.attempts = new Attempts(context.properties().getRetryPolicy());
	}

	@Override
	public Object key() {
		return this.message.topic();
	}

	@Override
	public int size() {
		return this.message.payload().length + this.message.topic().length();
	}

	@Override
	public boolean isDispensable() {
		return this.message.qos() == QoS.AT_MOST_ONCE;
	}

	@Override
	public boolean acknowledge() {
		return this.acknowledgement.acknowledge();
	}

	@Override
	public boolean reject(ReasonCode reasonCode) {
		return this.acknowledgement.reject(reasonCode);
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.context.discard(this.acknowledgement);
	}

	@Override
	public CompletableFuture<@Nullable Duration> run() {
		InvocationGate gate = this.context.gate();
		if (!enter(gate)) {
			cancel();
			return DONE;
		}
		if (this.attempts.count() == 0) {
			this.context.counters().queuedSince(this.queuedAt);
		}
		ListenerWatch watch = this.context.watch();
		ListenerWatch.Call call = (watch != null) ? watch.begin(this.message) : null;
		CompletableFuture<@Nullable Duration> outcome = DONE;
		try {
			outcome = call(gate);
			return outcome;
		}
		finally {
			if (watch != null && call != null) {
				watch.returned(call, outcome);
			}
			gate.leave();
		}
	}

	/**
	 * Note that it waits for a thread from now on.
	 */
	void queued() {
		this.queuedAt = System.nanoTime();
	}

	/**
	 * Run on this thread if nothing waits and the container is not paused.
	 * @return whether it has run, or will not
	 */
	boolean runIfIdle() {
		InvocationGate gate = this.context.gate();
		if (!enter(gate)) {
			cancel();
			return true;
		}
		try {
			// Inside, so that whoever pauses the container sees that the listener runs
			if (!this.context.lanes().isIdle()) {
				return false;
			}
			call(gate);
			return true;
		}
		finally {
			gate.leave();
		}
	}

	static boolean enter(InvocationGate gate) {
		try {
			return gate.enter();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private CompletableFuture<@Nullable Duration> call(InvocationGate gate) {
		CompletionStage<?> stage;
		boolean first = this.attempts.begin();
		try {
			if (first && this.context.properties().getAckMode() == AckMode.NONE) {
				this.acknowledgement.acknowledge();
			}
			if (!isAccepted()) {
				this.context.counters().filtered.increment();
				this.acknowledgement.acknowledge();
				return DONE;
			}
			stage = this.listener.onMessage(this.message, this.topicVariables, this);
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			return CompletableFuture.completedFuture(completed(ex));
		}
		if (stage == null) {
			succeeded();
			return DONE;
		}
		// Nothing is to come of it once it is cancelled
		return gate.retainUntil(stage, (failure) -> this.cancelled ? null : completed(failure));
	}

	private boolean isAccepted() {
		if (!this.accepted) {
			MqttMessageFilter filter = this.context.properties().getFilter();
			this.accepted = filter == null || filter.accept(this.message);
		}
		return this.accepted;
	}

	private @Nullable Duration completed(@Nullable Throwable failure) {
		if (failure == null) {
			succeeded();
			return null;
		}
		return failed(unwrap(failure));
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	private void succeeded() {
		this.context.counters().handled.increment();
		if (this.context.properties().getAckMode() == AckMode.AUTO) {
			this.acknowledgement.acknowledge();
		}
	}

	/**
	 * Handle a failure.
	 * @return time until the next attempt, or {@code null} if there is none
	 */
	private @Nullable Duration failed(Throwable failure) {
		this.context.countConversionError(failure);
		Duration delay = this.attempts.next(failure);
		if (delay != null) {
			this.context.counters().retries.increment();
			return delay;
		}
		new Recovery(this.context, this.message, this.acknowledgement).start(failure, this.attempts.count());
		return null;
	}

}
