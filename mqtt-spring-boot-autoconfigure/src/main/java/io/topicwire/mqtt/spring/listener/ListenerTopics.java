package io.topicwire.mqtt.spring.listener;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a listener by their filters. Immutable, but for what it remembers of the
 * topics that came last: to look for the variables of a template takes as long as to call
 * a method by reflection.
 */
final class ListenerTopics {

	private static final int REMEMBERED = 64;

	private final Map<String, TopicTemplate> templates;

	// Threads may overwrite what others have found: everything in it is immutable
	private final @Nullable Found[] recent = new Found[REMEMBERED];

	private ListenerTopics(Map<String, TopicTemplate> templates) {
		this.templates = templates;
	}

	static ListenerTopics of(Collection<TopicTemplate> templates) {
		return new ListenerTopics(new LinkedHashMap<>()).with(templates);
	}

	/**
	 * Return the topics with others, unless there is one with the same filter.
	 */
	ListenerTopics with(Collection<TopicTemplate> others) {
		Map<String, TopicTemplate> all = new LinkedHashMap<>(this.templates);
		others.forEach((topic) -> all.putIfAbsent(topic.filter(), topic));
		return new ListenerTopics(all);
	}

	ListenerTopics without(Collection<String> filters) {
		Map<String, TopicTemplate> remaining = new LinkedHashMap<>(this.templates);
		remaining.keySet().removeAll(filters);
		return new ListenerTopics(remaining);
	}

	List<String> filters() {
		return List.copyOf(this.templates.keySet());
	}

	/**
	 * Return the variables of a topic name in the first template that it matches.
	 * @param topic the topic name
	 * @return the values by name, empty if there is no such template
	 */
	Map<String, String> variables(String topic) {
		int slot = topic.hashCode() & (REMEMBERED - 1);
		Found found = this.recent[slot];
		if (found == null || !found.topic().equals(topic)) {
			found = new Found(topic, find(topic));
			this.recent[slot] = found;
		}
		return found.variables();
	}

	private Map<String, String> find(String topic) {
		for (TopicTemplate candidate : this.templates.values()) {
			Map<String, String> variables = candidate.match(topic);
			if (variables != null) {
				return variables;
			}
		}
		return Collections.emptyMap();
	}

	@Override
	public String toString() {
		return this.templates.keySet().toString();
	}

	/**
	 * What was found for a topic name.
	 *
	 * @param topic the topic name
	 * @param variables its variables
	 */
	private record Found(String topic, Map<String, String> variables) {

	}

}
