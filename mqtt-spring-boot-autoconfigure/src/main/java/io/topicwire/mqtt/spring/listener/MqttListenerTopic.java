package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a listener.
 *
 * @param filter the topic filter to subscribe to
 * @param template what names the levels of topic names that match
 * @since 0.1.0
 */
public record MqttListenerTopic(String filter, TopicTemplate template) {

	/**
	 * Return a topic.
	 * @param template the topic filter, which may have variables
	 * @param shareName the name of a shared subscription (MQTT 5.0, section 4.8.2), or
	 * {@code null}
	 * @return the topic
	 * @throws IllegalArgumentException if filter or share name are not valid
	 */
	public static MqttListenerTopic of(String template, @Nullable String shareName) {
		TopicTemplate topicTemplate = TopicTemplate.of(template);
		if (shareName == null) {
			return new MqttListenerTopic(topicTemplate.filter(), topicTemplate);
		}
		if (shareName.isEmpty() || shareName.matches(".*[/+#].*")) {
			throw new IllegalArgumentException(
					"Share name '%s' must have at least one character and none of '/', '+' and '#'"
						.formatted(shareName));
		}
		return new MqttListenerTopic("$share/" + shareName + "/" + topicTemplate.filter(), topicTemplate);
	}

}
