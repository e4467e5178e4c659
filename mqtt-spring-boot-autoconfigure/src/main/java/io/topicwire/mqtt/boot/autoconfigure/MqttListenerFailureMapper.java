package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.listener.ContainerStoppingRecoverer;
import io.topicwire.mqtt.spring.listener.DeadLetterPublishingRecoverer;
import io.topicwire.mqtt.spring.listener.LoggingRecoverer;
import io.topicwire.mqtt.spring.listener.MqttMessageRecoverer;
import io.topicwire.mqtt.topic.TopicName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.retry.RetryPolicySettings;
import org.springframework.core.retry.RetryPolicy;

/**
 * Maps what properties say about listeners that fail.
 */
class MqttListenerFailureMapper {

	private static final String TOPIC = "{topic}";

	private final MqttListenerProperties properties;

	MqttListenerFailureMapper(MqttListenerProperties properties) {
		this.properties = properties;
	}

	@Nullable RetryPolicy retryPolicy() {
		MqttListenerRetryProperties retry = this.properties.getRetry();
		if (!retry.isEnabled()) {
			return null;
		}
		RetryPolicySettings settings = new RetryPolicySettings();
		settings.setMaxRetries(retry.getMaxRetries());
		settings.setDelay(retry.getInitialInterval());
		settings.setMultiplier(retry.getMultiplier());
		settings.setMaxDelay(retry.getMaxInterval());
		settings.setJitter(retry.getJitter());
		try {
			return settings.createRetryPolicy();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("mqtt.listener.retry", null,
					String.valueOf(ex.getMessage()));
		}
	}

	@Nullable MqttMessageRecoverer recoverer(MqttClient client) {
		return switch (this.properties.getRecoverer()) {
			case NONE -> null;
			case DEAD_LETTER -> deadLetterRecoverer(client);
			case DROP -> new LoggingRecoverer();
			case STOP -> new ContainerStoppingRecoverer();
		};
	}

	private DeadLetterPublishingRecoverer deadLetterRecoverer(MqttClient client) {
		String topic = this.properties.getDeadLetterTopic();
		try {
			TopicName.requireValid(topic.replace(TOPIC, "a"));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("mqtt.listener.dead-letter-topic", topic,
					String.valueOf(ex.getMessage()));
		}
		return new DeadLetterPublishingRecoverer(client, (failed) -> topic.replace(TOPIC, failed.message().topic()));
	}

}
