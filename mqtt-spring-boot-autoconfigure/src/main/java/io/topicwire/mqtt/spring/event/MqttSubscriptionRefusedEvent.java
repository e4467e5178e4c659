package io.topicwire.mqtt.spring.event;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;

/**
 * The broker refused a subscription. It is asked again with the next connection.
 *
 * @since 0.1.0
 */
public class MqttSubscriptionRefusedEvent extends MqttConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final String topicFilter;

	private final MqttException cause;

	/**
	 * Create an event.
	 * @param client the client
	 * @param connection the name of its connection
	 * @param topicFilter the topic filter
	 * @param cause why it was refused
	 */
	public MqttSubscriptionRefusedEvent(MqttClient client, String connection, String topicFilter, MqttException cause) {
		super(client, connection);
		this.topicFilter = topicFilter;
		this.cause = cause;
	}

	/**
	 * Return the topic filter.
	 * @return the topic filter
	 */
	public String getTopicFilter() {
		return this.topicFilter;
	}

	/**
	 * Return why it was refused.
	 * @return why it was refused
	 */
	public MqttException getCause() {
		return this.cause;
	}

	@Override
	public String toString() {
		return "%s[connection=%s, topicFilter=%s, cause=%s]".formatted(getClass().getSimpleName(), getConnection(),
				this.topicFilter, this.cause);
	}

}
