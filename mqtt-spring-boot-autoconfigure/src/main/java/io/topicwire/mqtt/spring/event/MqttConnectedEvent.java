package io.topicwire.mqtt.spring.event;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.client.MqttClient;

/**
 * The broker accepted a connection, the first one or a later one.
 *
 * @since 0.1.0
 */
public class MqttConnectedEvent extends MqttConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final transient ConnectResult result;

	/**
	 * Create an event.
	 * @param client the client
	 * @param connection the name of its connection
	 * @param result what was agreed on
	 */
	public MqttConnectedEvent(MqttClient client, String connection, ConnectResult result) {
		super(client, connection);
		this.result = result;
	}

	/**
	 * Return what was agreed on.
	 * @return what was agreed on
	 */
	public ConnectResult getResult() {
		return this.result;
	}

	@Override
	public String toString() {
		return "%s[connection=%s, result=%s]".formatted(getClass().getSimpleName(), getConnection(), this.result);
	}

}
