package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.topic.TopicTemplate;

/**
 * Topics of a listener, by which it is observed.
 */
final class ObservedTopics {

	private final List<TopicTemplate> topics;

	ObservedTopics(List<TopicTemplate> topics) {
		this.topics = List.copyOf(topics);
	}

	/**
	 * Find the topic that a topic name matches.
	 */
	String find(String topic) {
		for (TopicTemplate candidate : this.topics) {
			if (candidate.match(topic) != null) {
				return candidate.toString();
			}
		}
		// Of topics that are added later there may be any number
		return "none";
	}

	/**
	 * Find the topic that the topic names of all messages match.
	 */
	String find(List<MqttMessage> messages) {
		Set<String> found = messages.stream().map((message) -> find(message.topic())).collect(Collectors.toSet());
		return (found.size() == 1) ? found.iterator().next() : "none";
	}

}
