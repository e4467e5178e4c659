package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

/**
 * Has another listener called by a {@link ListenerCaller}.
 */
final class InstrumentedMessageListener implements MqttMessageListener {

	private final MqttMessageListener delegate;

	private final ListenerCaller caller;

	InstrumentedMessageListener(MqttMessageListener delegate, ListenerCaller caller) {
		this.delegate = delegate;
		this.caller = caller;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception {
		this.caller.call(new MessageCall(this.delegate, message, topicVariables, null));
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		return this.caller.call(new MessageCall(this.delegate, message, topicVariables, acknowledgment));
	}

	@Override
	public boolean isAsyncReplies() {
		return this.delegate.isAsyncReplies();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

	private record MessageCall(MqttMessageListener listener, MqttMessage message, Map<String, String> topicVariables,
			@Nullable Acknowledgment acknowledgment) implements ListenerCall {

		@Override
		public List<MqttMessage> messages() {
			return List.of(this.message);
		}

		@Override
		public @Nullable CompletionStage<?> run() throws Exception {
			if (this.acknowledgment == null) {
				this.listener.onMessage(this.message, this.topicVariables);
				return null;
			}
			return this.listener.onMessage(this.message, this.topicVariables, this.acknowledgment);
		}

	}

}
