package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.Utf8String;
import org.jspecify.annotations.Nullable;

/**
 * What a packet may have as topic name (MQTT 5.0 and 3.1.1, section 4.7).
 */
final class TopicNames {

	private TopicNames() {
	}

	static @Nullable String problemOf(String topic) {
		if (topic.isEmpty()) {
			return "must not be empty";
		}
		return (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0)
				? "must not contain the wildcards + and # but was " + Utf8String.quote(topic) : null;
	}

}
