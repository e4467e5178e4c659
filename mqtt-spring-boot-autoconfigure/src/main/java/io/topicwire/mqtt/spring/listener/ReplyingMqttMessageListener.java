package io.topicwire.mqtt.spring.listener;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.core.ReplyPublisher;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the method of another listener results in. A message is handled when its
 * reply is published.
 *
 * @since 0.1.0
 */
public final class ReplyingMqttMessageListener implements MqttMessageListener {

	private final MqttMessageListener delegate;

	private final ReplyPublisher replies;

	/**
	 * Create a listener.
	 * @param delegate the listener to call
	 * @param replies publishes its results
	 */
	public ReplyingMqttMessageListener(MqttMessageListener delegate, ReplyPublisher replies) {
		this.delegate = delegate;
		this.replies = replies;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception {
		this.delegate.onMessage(message, topicVariables);
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		CompletionStage<?> stage = this.delegate.onMessage(message, topicVariables, acknowledgment);
		return (stage != null) ? stage.thenCompose((result) -> reply(message, topicVariables, result)) : null;
	}

	private CompletionStage<?> reply(MqttMessage message, Map<String, String> topicVariables, @Nullable Object result) {
		if (!(result instanceof Reply reply)) {
			return CompletableFuture.completedFuture(null);
		}
		String topic = (reply.topic() != null) ? reply.topic().expand(topicVariables) : null;
		return this.replies.publish(message, topic, reply.value());
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
