package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.topic.TopicFilter;

/**
 * A handler that is registered for a topic filter. Equal only to itself.
 */
public final class Registration {

	private final TopicFilter filter;

	private final SubscribeOptions options;

	private final Recipient recipient;

	private final String role;

	private volatile boolean removed;

	Registration(TopicFilter filter, SubscribeOptions options, Recipient recipient) {
		this(filter, options, recipient, "for '" + filter + "'");
	}

	private Registration(TopicFilter filter, SubscribeOptions options, Recipient recipient, String role) {
		this.filter = filter;
		this.options = options;
		this.recipient = recipient;
		this.role = role;
	}

	/**
	 * Return what stands for the handler of messages that no subscription wants.
	 */
	static Registration byDefault(MessageHandler handler) {
		return new Registration(TopicFilter.of("#"), SubscribeOptions.of(QoS.EXACTLY_ONCE), Recipient.of(handler),
				"by default");
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

	/**
	 * Return which handler it is, in words that follow "Handler".
	 */
	String role() {
		return this.role;
	}

	/**
	 * Handle that the handler is not registered any more. Called under the lock of the
	 * client.
	 */
	void remove() {
		this.removed = true;
		this.recipient.removed();
	}

	boolean isRemoved() {
		return this.removed;
	}

}
