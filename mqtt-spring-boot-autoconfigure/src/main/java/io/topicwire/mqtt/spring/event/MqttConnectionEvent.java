package io.topicwire.mqtt.spring.event;

import io.topicwire.mqtt.client.MqttClient;

/**
 * Something that happened to a connection. The source is the {@link MqttClient}.
 *
 * @since 0.1.0
 */
public abstract class MqttConnectionEvent extends MqttEvent {

	private static final long serialVersionUID = 1L;

	private final String connection;

	/**
	 * Create an event.
	 * @param client the client
	 * @param connection the name of its connection
	 */
	protected MqttConnectionEvent(MqttClient client, String connection) {
		super(client);
		this.connection = connection;
	}

	/**
	 * Return the name of the connection.
	 * @return the name, {@code default} for the connection without one
	 */
	public String getConnection() {
		return this.connection;
	}

	/**
	 * Return the client.
	 * @return the client
	 */
	public MqttClient getClient() {
		return (MqttClient) getSource();
	}

}
