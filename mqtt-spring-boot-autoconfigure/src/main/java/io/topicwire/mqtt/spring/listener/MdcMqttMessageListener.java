package io.topicwire.mqtt.spring.listener;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/**
 * Says in the mapped diagnostic context of the log what another listener works on while
 * it does: {@code mqtt.connection}, {@code mqtt.clientId}, {@code mqtt.listenerId} and
 * {@code mqtt.topic}.
 *
 * @since 0.1.0
 */
public final class MdcMqttMessageListener implements MqttMessageListener {

	private final MqttMessageListener delegate;

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
	public MdcMqttMessageListener(MqttMessageListener delegate, String listenerId, String connection,
			MqttClient client) {
		this.delegate = delegate;
		this.listenerId = listenerId;
		this.connection = connection;
		this.client = client;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception {
		describe(message, () -> {
			this.delegate.onMessage(message, topicVariables);
			return null;
		});
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		return describe(message, () -> this.delegate.onMessage(message, topicVariables, acknowledgment));
	}

	private @Nullable CompletionStage<?> describe(MqttMessage message, Call call) throws Exception {
		try (MDCCloseable connection = MDC.putCloseable("mqtt.connection", this.connection);
				MDCCloseable clientId = MDC.putCloseable("mqtt.clientId", this.client.clientId());
				MDCCloseable listener = MDC.putCloseable("mqtt.listenerId", this.listenerId);
				MDCCloseable topic = MDC.putCloseable("mqtt.topic", message.topic())) {
			return call.run();
		}
	}

	@Override
	public boolean isAsyncReplies() {
		return this.delegate.isAsyncReplies();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

	private interface Call {

		@Nullable CompletionStage<?> run() throws Exception;

	}

}
