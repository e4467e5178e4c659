package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Has another listener called by a {@link ListenerCaller}.
 */
final class InstrumentedBatchMessageListener implements MqttBatchMessageListener {

	private final MqttBatchMessageListener delegate;

	private final ListenerCaller caller;

	InstrumentedBatchMessageListener(MqttBatchMessageListener delegate, ListenerCaller caller) {
		this.delegate = delegate;
		this.caller = caller;
	}

	@Override
	public Message<?> convert(Message<byte[]> message) throws Exception {
		return this.delegate.convert(message);
	}

	@Override
	public @Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment)
			throws Exception {
		return this.caller.call(new BatchCall(this.delegate, messages, acknowledgment));
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

	private record BatchCall(MqttBatchMessageListener listener, List<Message<?>> batch,
			Acknowledgment acknowledgment) implements ListenerCall {

		@Override
		public @Nullable MqttMessage message() {
			return null;
		}

		@Override
		public List<MqttMessage> messages() {
			return this.batch.stream()
				.map((message) -> message.getHeaders().get(MqttHeaders.RAW_MESSAGE, MqttMessage.class))
				.filter(Objects::nonNull)
				.toList();
		}

		@Override
		public @Nullable CompletionStage<?> run() throws Exception {
			return this.listener.onMessages(this.batch, this.acknowledgment);
		}

	}

}
