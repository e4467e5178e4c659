package io.topicwire.mqtt.topic;

import io.topicwire.mqtt.Utf8String;

/**
 * What makes a valid topic name, the topic that a message is published to (MQTT 5.0 and
 * 3.1.1, section 4.7).
 *
 * @since 0.1.0
 */
public final class TopicName {

	private TopicName() {
	}

	/**
	 * Check a topic name.
	 * @param topic the topic name
	 * @throws IllegalArgumentException if the topic name is empty, longer than 65,535
	 * bytes in UTF-8, contains a wildcard or U+0000, or is not well-formed
	 */
	public static void requireValid(String topic) {
		if (topic.isEmpty()) {
			throw new IllegalArgumentException("Topic name must not be empty, give at least one character");
		}
		Utf8String.length(topic, "Topic name");
		for (int i = 0; i < topic.length(); i++) {
			char ch = topic.charAt(i);
			if (ch == '+' || ch == '#') {
				throw new IllegalArgumentException(
						"Topic name must not contain the wildcard '" + ch + "' but has it at index " + i
								+ ", use wildcards in topic filters only: " + Utf8String.quote(topic));
			}
		}
	}

}
