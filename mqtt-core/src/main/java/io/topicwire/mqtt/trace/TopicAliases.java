package io.topicwire.mqtt.trace;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import io.topicwire.mqtt.packet.Publish;
import org.jspecify.annotations.Nullable;

/**
 * Which topics the aliases of one connection stand for, in both directions (MQTT 5.0,
 * section 3.3.2.3.4).
 */
final class TopicAliases {

	// A topic may have 64 KiB; whoever uses more aliases gets lines without topics
	private static final int MAXIMUM = 1024;

	private final Map<PacketDirection, Map<Integer, String>> topics = new EnumMap<>(PacketDirection.class);

	/**
	 * Take note of all aliases of one direction in place of those known before.
	 */
	void replace(PacketDirection direction, Map<Integer, String> aliases) {
		this.topics.put(direction, new HashMap<>(aliases));
	}

	/**
	 * Take note of an alias, or tell what it stands for.
	 * @return the topic name of a PUBLISH that has none of its own, if it is known
	 */
	@Nullable String resolve(PacketDirection direction, Publish publish) {
		if (publish.topicAlias() == 0) {
			return null;
		}
		Map<Integer, String> known = this.topics.computeIfAbsent(direction, (key) -> new HashMap<>());
		String topic = publish.message().topic();
		if (topic.isEmpty()) {
			return known.get(publish.topicAlias());
		}
		if (known.size() < MAXIMUM || known.containsKey(publish.topicAlias())) {
			known.put(publish.topicAlias(), topic);
		}
		return null;
	}

}
