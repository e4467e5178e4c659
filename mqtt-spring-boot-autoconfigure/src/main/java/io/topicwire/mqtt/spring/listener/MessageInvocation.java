package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOffExecution;

/**
 * One message on its way through a listener: all attempts to handle it, and what the
 * broker is told in the end.
 */
final class MessageInvocation implements MessageLanes.Step, Acknowledgment {

	private static final CompletableFuture<@Nullable Duration> DONE = CompletableFuture.completedFuture(null);

	private final DefaultMqttMessageListenerContainer container;

	private final MqttMessage message;

	private final Map<String, String> topicVariables;

	private final Acknowledgement acknowledgement;

	private int attempts;

	// Whether the filter wants the message, which it is asked once, not at each attempt
	private boolean accepted;

	private @Nullable BackOffExecution backOff;

	MessageInvocation(DefaultMqttMessageListenerContainer container, MqttMessage message,
			Map<String, String> topicVariables, Acknowledgement acknowledgement) {
		this.container = container;
		this.message = message;
		this.topicVariables = topicVariables;
		this.acknowledgement = acknowledgement;
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
		this.container.counters().discarded.increment();
		this.acknowledgement
			.fail(new CancellationException("Listener '%s' is stopped".formatted(this.container.getListenerId())));
	}

	@Override
	public CompletableFuture<@Nullable Duration> run() {
		InvocationGate gate = this.container.gate();
		if (!enter(gate)) {
			cancel();
			return DONE;
		}
		ListenerWatch watch = this.container.watch();
		ListenerWatch.Call call = (watch != null) ? watch.begin(this.message) : null;
		try {
			return call(gate);
		}
		finally {
			if (watch != null && call != null) {
				watch.end(call);
			}
			gate.leave();
		}
	}

	/**
	 * Run on this thread if nothing waits and the container is not paused.
	 * @return whether it has run, or will not
	 */
	boolean runIfIdle() {
		InvocationGate gate = this.container.gate();
		if (!enter(gate)) {
			cancel();
			return true;
		}
		try {
			// Inside, so that whoever pauses the container sees that the listener runs
			if (!this.container.lanes().isIdle()) {
				return false;
			}
			call(gate);
			return true;
		}
		finally {
			gate.leave();
		}
	}

	private static boolean enter(InvocationGate gate) {
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
		this.attempts++;
		try {
			if (this.attempts == 1 && this.container.properties().getAckMode() == AckMode.NONE) {
				this.acknowledgement.acknowledge();
			}
			if (!isAccepted()) {
				this.container.counters().filtered.increment();
				this.acknowledgement.acknowledge();
				return DONE;
			}
			stage = this.container.call(this.message, this.topicVariables, this);
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
		CompletableFuture<@Nullable Duration> outcome = new CompletableFuture<>();
		gate.retain();
		stage.whenComplete((result, failure) -> {
			try {
				outcome.complete(completed(failure));
			}
			finally {
				gate.release();
			}
		});
		return outcome;
	}

	private boolean isAccepted() {
		if (!this.accepted) {
			MqttMessageFilter filter = this.container.properties().getFilter();
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
		this.container.counters().handled.increment();
		if (this.container.properties().getAckMode() == AckMode.AUTO) {
			this.acknowledgement.acknowledge();
		}
	}

	/**
	 * Handle a failure.
	 * @return time until the next attempt, or {@code null} if there is none
	 */
	private @Nullable Duration failed(Throwable failure) {
		Duration delay = isFatal(failure) ? null : nextBackOff(failure);
		if (delay != null) {
			this.container.counters().retries.increment();
			return delay;
		}
		ListenerExecutionFailedException exception = this.container.describe(this.message, failure);
		MqttMessageRecoverer recoverer = this.container.properties().getRecoverer();
		if (recoverer == null) {
			giveUp(exception);
			return null;
		}
		try {
			recoverer.recover(new FailedMessage(this.container, this.message, exception, this.attempts))
				.whenComplete((result, problem) -> recovered(exception, problem));
		}
		catch (Throwable ex) {
			recovered(exception, ex);
		}
		return null;
	}

	private @Nullable Duration nextBackOff(Throwable failure) {
		RetryPolicy policy = this.container.properties().getRetryPolicy();
		try {
			return (policy != null && policy.shouldRetry(failure)) ? nextBackOff(policy) : null;
		}
		catch (Throwable ex) {
			// The message has to come to an end whatever the policy does
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
			return null;
		}
	}

	private @Nullable Duration nextBackOff(RetryPolicy policy) {
		BackOffExecution execution = this.backOff;
		if (execution == null) {
			execution = policy.getBackOff().start();
			this.backOff = execution;
		}
		long millis = execution.nextBackOff();
		return (millis != BackOffExecution.STOP) ? Duration.ofMillis(millis) : null;
	}

	/**
	 * Return whether another attempt could only fail again.
	 */
	private static boolean isFatal(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof MessageConversionException || cause instanceof ConversionException
					|| cause instanceof MethodArgumentResolutionException || cause instanceof CancellationException) {
				return true;
			}
		}
		return false;
	}

	private void recovered(ListenerExecutionFailedException failure, @Nullable Throwable problem) {
		if (problem == null) {
			this.container.counters().recovered.increment();
			this.acknowledgement.acknowledge();
			return;
		}
		Throwable cause = unwrap(problem);
		if (cause != failure) {
			failure.addSuppressed(cause);
		}
		giveUp(failure);
	}

	private void giveUp(ListenerExecutionFailedException failure) {
		// Logged, counted and told to others by the client, as every failure of a handler
		this.acknowledgement.fail(failure);
		this.container.failed(this.message, failure);
	}

}
