package io.topicwire.mqtt.engine;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides which topics of one connection are sent as topic aliases (MQTT 5.0, section
 * 3.3.2.3.4). When all aliases are given, a topic takes over the alias of the one that
 * was not used for the longest time, but only if it was itself used twice since then:
 * topics that take turns, more of them than there are aliases, would otherwise cost more
 * than they save. Not thread-safe.
 */
final class OutgoingTopicAliases {

	/**
	 * Allows no alias.
	 */
	static final OutgoingTopicAliases NONE = new OutgoingTopicAliases(0);

	// Characters of the shortest topic that is longer than the property for its alias,
	// which has three bytes and may make the property length one byte longer
	private static final int SHORTEST_TOPIC = 5;

	private final int maximum;

	// From the least to the most recently used: those with an alias, and as many without
	private final Map<String, Topic> aliased = new LinkedHashMap<>(16, 0.75F, true);

	private final Map<String, Topic> others = new LinkedHashMap<>(16, 0.75F, true);

	private long uses;

	/**
	 * Create aliases for a new connection, on which none is known.
	 * @param maximum the highest alias allowed, 0 for none
	 */
	OutgoingTopicAliases(int maximum) {
		this.maximum = maximum;
	}

	/**
	 * Return the alias that the broker knows for a topic.
	 * @return from 1 to the maximum, or 0 if there is none
	 */
	int known(String name) {
		Topic topic = this.aliased.get(name);
		if (topic == null) {
			return 0;
		}
		topic.lastUse = ++this.uses;
		return topic.alias;
	}

	/**
	 * Return the alias that is worth being given to a topic that has none.
	 * @return from 1 to the maximum, to be {@link #assign assigned} when the packet with
	 * it was encoded; or 0 if the topic is better sent without one
	 */
	int propose(String name) {
		if (this.maximum == 0 || name.length() < SHORTEST_TOPIC) {
			return 0;
		}
		if (this.aliased.size() < this.maximum) {
			return this.aliased.size() + 1;
		}
		Topic topic = this.others.get(name);
		if (topic == null) {
			this.others.put(name, new Topic(0, ++this.uses));
			if (this.others.size() > this.maximum) {
				removeEldest(this.others);
			}
			return 0;
		}
		Topic eldest = this.aliased.values().iterator().next();
		boolean usedTwice = topic.lastUse > eldest.lastUse;
		topic.lastUse = ++this.uses;
		return usedTwice ? eldest.alias : 0;
	}

	/**
	 * Note that the broker will learn an alias.
	 * @param name the topic
	 * @param alias the alias {@link #propose proposed} for it
	 */
	void assign(String name, int alias) {
		if (this.aliased.size() == this.maximum) {
			removeEldest(this.aliased);
		}
		this.others.remove(name);
		this.aliased.put(name, new Topic(alias, ++this.uses));
	}

	/**
	 * Return the topics by the aliases that the broker knows for them.
	 */
	Map<Integer, String> byAlias() {
		Map<Integer, String> topics = new HashMap<>();
		this.aliased.forEach((name, topic) -> topics.put(topic.alias, name));
		return topics;
	}

	private static void removeEldest(Map<String, Topic> topics) {
		Iterator<Topic> iterator = topics.values().iterator();
		iterator.next();
		iterator.remove();
	}

	private static final class Topic {

		private final int alias;

		private long lastUse;

		Topic(int alias, long lastUse) {
			this.alias = alias;
			this.lastUse = lastUse;
		}

	}

}
