package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener and tells an {@link MqttInvocationListener} how that went.
 */
final class TimedCall {

	private static final Log logger = LogFactory.getLog(TimedCall.class);

	private final MqttInvocationListener invocationListener;

	private final String listenerId;

	private final List<MqttMessage> messages;

	private final long begin = System.nanoTime();

	private TimedCall(MqttInvocationListener invocationListener, String listenerId, List<MqttMessage> messages) {
		this.invocationListener = invocationListener;
		this.listenerId = listenerId;
		this.messages = messages;
	}

	/**
	 * Call a listener.
	 * @param invocationListener whom to tell
	 * @param listenerId the identifier of the listener
	 * @param messages what it is called with
	 * @param call calls it
	 * @return completed when the listener is done and the telling too, or {@code null} if
	 * they are
	 * @throws Exception what the listener throws
	 */
	static @Nullable CompletionStage<?> run(MqttInvocationListener invocationListener, String listenerId,
			List<MqttMessage> messages, Callable<@Nullable CompletionStage<?>> call) throws Exception {
		TimedCall timed = new TimedCall(invocationListener, listenerId, messages);
		CompletionStage<?> stage;
		try {
			stage = call.call();
		}
		catch (Throwable ex) {
			timed.tell(ex);
			throw ex;
		}
		if (stage != null) {
			return stage.whenComplete(
					(result, failure) -> timed.tell((failure != null) ? MessageInvocation.unwrap(failure) : null));
		}
		timed.tell(null);
		return null;
	}

	private void tell(@Nullable Throwable failure) {
		Duration elapsed = Duration.ofNanos(System.nanoTime() - this.begin);
		try {
			for (MqttMessage message : this.messages) {
				this.invocationListener.invoked(this.listenerId, message, elapsed, failure);
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Invocation listener failed", ex);
		}
	}

}
