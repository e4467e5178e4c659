package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

import org.springframework.messaging.Message;

/**
 * Says in the mapped diagnostic context of the log what another listener works on while
 * it does: {@code mqtt.connection}, {@code mqtt.clientId} and {@code mqtt.listenerId}.
 *
 * @since 0.1.0
 */
public final class MdcMqttBatchMessageListener implements MqttBatchMessageListener {

	private final MqttBatchMessageListener delegate;

	private final String listenerId;

	private final String connection;

	private final MqttClient client;

	/**
	 * Create a listener.
	 * @param delegate the listener to call
	 * @param listenerId its identifier
	 * @param connection the name of the connection
	 * @param client the client that receives its messages
	 */
	public MdcMqttBatchMessageListener(MqttBatchMessageListener delegate, String listenerId, String connection,
			MqttClient client) {
		this.delegate = delegate;
		this.listenerId = listenerId;
		this.connection = connection;
		this.client = client;
	}

	@Override
	public Message<?> convert(Message<byte[]> message) throws Exception {
		return this.delegate.convert(message);
	}

	@Override
	public @Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment)
			throws Exception {
		try (MDCCloseable connection = MDC.putCloseable("mqtt.connection", this.connection);
				MDCCloseable clientId = MDC.putCloseable("mqtt.clientId", this.client.clientId());
				MDCCloseable listener = MDC.putCloseable("mqtt.listenerId", this.listenerId)) {
			return this.delegate.onMessages(messages, acknowledgment);
		}
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
