package io.topicwire.mqtt.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

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
		return new ReceivedMessage(this.delegate.convert(message), ReceivedMessage.of(message).received());
	}

	@Override
	public @Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment)
			throws Exception {
		List<Message<?>> converted = new ArrayList<>();
		List<MqttMessage> received = new ArrayList<>();
		for (Message<?> message : messages) {
			ReceivedMessage original = ReceivedMessage.of(message);
			converted.add(original.message());
			if (original.received() != null) {
				received.add(original.received());
			}
		}
		return this.caller.call(new BatchCall(this.delegate, converted, received, acknowledgment));
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

	/**
	 * Knows what a message was when it was received, which an interceptor may have
	 * changed.
	 */
	private record ReceivedMessage(Message<?> message, @Nullable MqttMessage received) implements Message<Object> {

		static ReceivedMessage of(Message<?> message) {
			return (message instanceof ReceivedMessage original) ? original : new ReceivedMessage(message,
					message.getHeaders().get(MqttHeaders.RAW_MESSAGE, MqttMessage.class));
		}

		@Override
		public Object getPayload() {
			return this.message.getPayload();
		}

		@Override
		public MessageHeaders getHeaders() {
			return this.message.getHeaders();
		}

	}

	private record BatchCall(MqttBatchMessageListener listener, List<Message<?>> batch, List<MqttMessage> messages,
			Acknowledgment acknowledgment) implements ListenerCall {

		@Override
		public @Nullable MqttMessage message() {
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> run() throws Exception {
			return this.listener.onMessages(this.batch, this.acknowledgment);
		}

	}

}
