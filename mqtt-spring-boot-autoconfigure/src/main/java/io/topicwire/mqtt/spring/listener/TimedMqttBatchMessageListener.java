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
 * Tells an {@link MqttInvocationListener} what another listener does with the messages of
 * batches.
 *
 * @since 0.1.0
 */
public final class TimedMqttBatchMessageListener implements MqttBatchMessageListener {

	private final MqttBatchMessageListener delegate;

	private final String listenerId;

	private final MqttInvocationListener invocationListener;

	/**
	 * Create a listener.
	 * @param delegate the listener to tell about
	 * @param listenerId its identifier
	 * @param invocationListener whom to tell
	 */
	public TimedMqttBatchMessageListener(MqttBatchMessageListener delegate, String listenerId,
			MqttInvocationListener invocationListener) {
		this.delegate = delegate;
		this.listenerId = listenerId;
		this.invocationListener = invocationListener;
	}

	@Override
	public Message<?> convert(Message<byte[]> message) throws Exception {
		return this.delegate.convert(message);
	}

	@Override
	public @Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment)
			throws Exception {
		List<MqttMessage> received = messages.stream()
			.map((message) -> message.getHeaders().get(MqttHeaders.RAW_MESSAGE, MqttMessage.class))
			.filter(Objects::nonNull)
			.toList();
		return TimedCall.run(this.invocationListener, this.listenerId, received,
				() -> this.delegate.onMessages(messages, acknowledgment));
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
