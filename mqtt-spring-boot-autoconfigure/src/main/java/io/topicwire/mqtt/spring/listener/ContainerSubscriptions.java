package io.topicwire.mqtt.spring.listener;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.Subscription;
import io.topicwire.mqtt.topic.TopicTemplate;

/**
 * The topics of a container, and its subscriptions to them while it has some. Changed by
 * one thread at a time; the topics may be read by any.
 */
final class ContainerSubscriptions {

	private final MqttClient client;

	private final ContainerProperties properties;

	// One object for all topics: the client calls it once for a message that matches
	// several
	private final AcknowledgingHandler handler;

	private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();

	private volatile ListenerTopics topics;

	ContainerSubscriptions(MqttClient client, ContainerProperties properties, AcknowledgingHandler handler) {
		this.client = client;
		this.properties = properties;
		this.handler = handler;
		this.topics = ListenerTopics.of(properties.getTopics());
	}

	/**
	 * Return the topics.
	 */
	ListenerTopics topics() {
		return this.topics;
	}

	void addTopics(String... topics) {
		this.topics = this.topics.with(Stream.of(topics).map(TopicTemplate::of).toList());
	}

	void removeTopics(String... topics) {
		List<String> filters = Stream.of(topics).map((topic) -> TopicTemplate.of(topic).filter()).toList();
		for (String filter : filters) {
			Subscription subscription = this.subscriptions.remove(filter);
			if (subscription != null) {
				subscription.close();
			}
		}
		// Last, for the variables of what comes until then
		this.topics = this.topics.without(filters);
	}

	/**
	 * Subscribe to all topics that are not subscribed to.
	 */
	void subscribe() {
		// Not waiting for the broker: a refusal is logged by the client, and asked for
		// anew
		for (String filter : this.topics.filters()) {
			this.subscriptions.computeIfAbsent(filter,
					(missing) -> this.client.register(missing, this.properties.getSubscribeOptions(), this.handler));
		}
	}

	void unsubscribe() {
		this.subscriptions.values().forEach(Subscription::close);
		this.subscriptions.clear();
	}

}
