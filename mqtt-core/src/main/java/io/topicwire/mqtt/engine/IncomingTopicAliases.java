package io.topicwire.mqtt.engine;

import java.util.HashMap;
import java.util.Map;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Publish;

/**
 * The topics that the broker of one connection has given an alias (MQTT 5.0, section
 * 3.3.2.3.4). Not thread-safe.
 */
final class IncomingTopicAliases {

	private final int maximum;

	private final Map<Integer, String> topics = new HashMap<>();

	/**
	 * Create aliases for a new connection, on which none is known.
	 * @param maximum the highest alias that the broker may use, 0 if it must use none
	 */
	IncomingTopicAliases(int maximum) {
		this.maximum = maximum;
	}

	/**
	 * Return a PUBLISH with the topic that its alias stands for, or learn the alias.
	 * @throws MqttProtocolException if the alias is too high or not known
	 */
	Publish resolve(Publish publish) {
		int alias = publish.topicAlias();
		if (alias == 0) {
			return publish;
		}
		if (alias > this.maximum) {
			throw new MqttProtocolException(ReasonCode.TOPIC_ALIAS_INVALID,
					"The broker sent topic alias " + alias + " although "
							+ ((this.maximum == 0) ? "none is" : this.maximum + " is the highest one") + " allowed");
		}
		String topic = publish.message().topic();
		if (!topic.isEmpty()) {
			this.topics.put(alias, topic);
			return publish;
		}
		String known = this.topics.get(alias);
		if (known == null) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker sent topic alias " + alias + " without having said what it stands for");
		}
		return new Publish(publish.packetIdentifier(), publish.duplicate(), publish.message().topic(known), alias);
	}

}
