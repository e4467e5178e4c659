package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.observation.MqttListenerObservations;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Observes what another listener does.
 *
 * @since 0.1.0
 */
public final class ObservedMqttMessageListener implements MqttMessageListener {

	private final MqttMessageListener delegate;

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
	public ObservedMqttMessageListener(MqttMessageListener delegate, String listenerId, List<TopicTemplate> topics,
			MqttClient client, MqttListenerObservations observations) {
		this.delegate = delegate;
		this.listenerId = listenerId;
		this.topics = new ObservedTopics(topics);
		this.client = client;
		this.observations = observations;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception {
		observe(message, () -> {
			this.delegate.onMessage(message, topicVariables);
			return null;
		});
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		return observe(message, () -> this.delegate.onMessage(message, topicVariables, acknowledgment));
	}

	private @Nullable CompletionStage<?> observe(MqttMessage message, ObservedCall call) throws Exception {
		return ObservedCall.run(this.observations.start(message, this.listenerId,
				() -> this.topics.find(message.topic()), this.client::clientId), call);
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
