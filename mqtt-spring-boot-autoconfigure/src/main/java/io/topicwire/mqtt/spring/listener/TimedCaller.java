package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells an {@link MqttInvocationListener} how calls of a listener went.
 *
 * @param next calls the listener
 * @param listenerId the identifier of the listener
 * @param invocationListener whom to tell
 */
record TimedCaller(ListenerCaller next, String listenerId,
		MqttInvocationListener invocationListener) implements ListenerCaller {

	private static final Log logger = LogFactory.getLog(TimedCaller.class);

	@Override
	public @Nullable CompletionStage<?> call(ListenerCall call) throws Exception {
		long begin = System.nanoTime();
		CompletionStage<?> stage;
		try {
			stage = this.next.call(call);
		}
		catch (Throwable ex) {
			tell(call, begin, ex);
			throw ex;
		}
		if (stage != null) {
			return stage.whenComplete((result, failure) -> tell(call, begin,
					(failure != null) ? MessageInvocation.unwrap(failure) : null));
		}
		tell(call, begin, null);
		return null;
	}

	private void tell(ListenerCall call, long begin, @Nullable Throwable failure) {
		Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
		try {
			for (MqttMessage message : call.messages()) {
				this.invocationListener.invoked(this.listenerId, message, elapsed, failure);
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Invocation listener failed", ex);
		}
	}

}
