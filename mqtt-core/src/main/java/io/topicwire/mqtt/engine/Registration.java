package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.topic.TopicFilter;

/**
 * A handler that is registered for a topic filter. Equal only to itself.
 */
public final class Registration {

	private final TopicFilter filter;

	private final SubscribeOptions options;

	private final Recipient recipient;

	Registration(TopicFilter filter, SubscribeOptions options, Recipient recipient) {
		this.filter = filter;
		this.options = options;
		this.recipient = recipient;
	}

	/**
	 * Return the topic filter.
	 * @return the topic filter
	 */
	public TopicFilter filter() {
		return this.filter;
	}

	/**
	 * Return the options that were asked for.
	 * @return the options
	 */
	public SubscribeOptions options() {
		return this.options;
	}

	Recipient recipient() {
		return this.recipient;
	}

}
