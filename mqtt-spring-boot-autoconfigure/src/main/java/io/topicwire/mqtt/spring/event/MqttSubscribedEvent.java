package io.topicwire.mqtt.spring.event;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;

/**
 * The broker granted a subscription, the first time or anew after a reconnect.
 *
 * @since 0.1.0
 */
public class MqttSubscribedEvent extends MqttConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final String topicFilter;

	private final QoS grantedQos;

	/**
	 * Create an event.
	 * @param client the client
	 * @param connection the name of its connection
	 * @param topicFilter the topic filter
	 * @param grantedQos the granted QoS, which may be lower than the one asked for
	 */
	public MqttSubscribedEvent(MqttClient client, String connection, String topicFilter, QoS grantedQos) {
		super(client, connection);
		this.topicFilter = topicFilter;
		this.grantedQos = grantedQos;
	}

	/**
	 * Return the topic filter.
	 * @return the topic filter
	 */
	public String getTopicFilter() {
		return this.topicFilter;
	}

	/**
	 * Return the granted QoS, which may be lower than the one asked for.
	 * @return the granted QoS, which may be lower than the one asked for
	 */
	public QoS getGrantedQos() {
		return this.grantedQos;
	}

	@Override
	public String toString() {
		return "%s[connection=%s, topicFilter=%s, grantedQos=%s]".formatted(getClass().getSimpleName(), getConnection(),
				this.topicFilter, this.grantedQos);
	}

}
