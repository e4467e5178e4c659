package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.observation.MqttListenerObservations;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Observes what another listener does about batches.
 *
 * @since 0.1.0
 */
public final class ObservedMqttBatchMessageListener implements MqttBatchMessageListener {

	private final MqttBatchMessageListener delegate;

	private final String listenerId;

	private final ObservedTopics topics;

	private final MqttClient client;

	private final MqttListenerObservations observations;

	/**
	 * Create a listener.
	 * @param delegate the listener to observe
	 * @param listenerId its identifier
	 * @param topics the topics that it has from the beginning, by which it is observed
	 * @param client the client that receives its messages
	 * @param observations how to observe it
	 */
	public ObservedMqttBatchMessageListener(MqttBatchMessageListener delegate, String listenerId,
			List<TopicTemplate> topics, MqttClient client, MqttListenerObservations observations) {
		this.delegate = delegate;
		this.listenerId = listenerId;
		this.topics = new ObservedTopics(topics);
		this.client = client;
		this.observations = observations;
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
		Observation observation = this.observations.startBatch(received, this.listenerId,
				() -> this.topics.find(received), this.client::clientId);
		return ObservedCall.run(observation, () -> this.delegate.onMessages(messages, acknowledgment));
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
