package io.topicwire.mqtt.spring.listener;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.util.Assert;

/**
 * Calls another listener with batches of what an interceptor makes of messages.
 *
 * @since 0.1.0
 */
public final class InterceptedMqttBatchMessageListener implements MqttBatchMessageListener {

	private final MqttBatchMessageListener delegate;

	private final MqttMessageInterceptor interceptor;

	/**
	 * Create a listener.
	 * @param delegate the listener to call
	 * @param interceptor changes messages
	 */
	public InterceptedMqttBatchMessageListener(MqttBatchMessageListener delegate, MqttMessageInterceptor interceptor) {
		this.delegate = delegate;
		this.interceptor = interceptor;
	}

	@Override
	public @Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment)
			throws Exception {
		return this.delegate.onMessages(messages, acknowledgment);
	}

	@Override
	public Message<?> convert(Message<byte[]> message) throws Exception {
		MessageHeaders headers = message.getHeaders();
		MqttMessage received = headers.get(MqttHeaders.RAW_MESSAGE, MqttMessage.class);
		Assert.state(received != null, "A message without header '" + MqttHeaders.RAW_MESSAGE + "' was not received");
		MqttMessage intercepted = InterceptedMessages.intercept(this.interceptor, received);
		return this.delegate.convert(ReceivedMessages.toMessage(intercepted, topicVariables(headers),
				headers.get(MqttHeaders.ACKNOWLEDGMENT, Acknowledgment.class)));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> topicVariables(MessageHeaders headers) {
		Object variables = headers.get(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER);
		return (variables != null) ? (Map<String, String>) variables : Collections.emptyMap();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
