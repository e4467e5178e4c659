package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

/**
 * Tells an {@link MqttInvocationListener} what another listener does.
 *
 * @since 0.1.0
 */
public final class TimedMqttMessageListener implements MqttMessageListener {

	private final MqttMessageListener delegate;

	private final String listenerId;

	private final MqttInvocationListener invocationListener;

	/**
	 * Create a listener.
	 * @param delegate the listener to tell about
	 * @param listenerId its identifier
	 * @param invocationListener whom to tell
	 */
	public TimedMqttMessageListener(MqttMessageListener delegate, String listenerId,
			MqttInvocationListener invocationListener) {
		this.delegate = delegate;
		this.listenerId = listenerId;
		this.invocationListener = invocationListener;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception {
		time(message, () -> {
			this.delegate.onMessage(message, topicVariables);
			return null;
		});
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		return time(message, () -> this.delegate.onMessage(message, topicVariables, acknowledgment));
	}

	private @Nullable CompletionStage<?> time(MqttMessage message, Callable<@Nullable CompletionStage<?>> call)
			throws Exception {
		return TimedCall.run(this.invocationListener, this.listenerId, List.of(message), call);
	}

	@Override
	public boolean isAsyncReplies() {
		return this.delegate.isAsyncReplies();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
