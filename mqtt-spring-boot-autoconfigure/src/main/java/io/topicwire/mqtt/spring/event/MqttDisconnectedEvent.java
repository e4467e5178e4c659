package io.topicwire.mqtt.spring.event;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * A connection ended.
 *
 * @since 0.1.0
 */
public class MqttDisconnectedEvent extends MqttConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final @Nullable MqttException cause;

	/**
	 * Create an event.
	 * @param client the client
	 * @param connection the name of its connection
	 * @param cause why it was lost, or {@code null} if the client ended it
	 */
	public MqttDisconnectedEvent(MqttClient client, String connection, @Nullable MqttException cause) {
		super(client, connection);
		this.cause = cause;
	}

	/**
	 * Return why it was lost, or {@code null} if the client ended it.
	 * @return why it was lost, or {@code null} if the client ended it
	 */
	public @Nullable MqttException getCause() {
		return this.cause;
	}

	@Override
	public String toString() {
		return "%s[connection=%s, cause=%s]".formatted(getClass().getSimpleName(), getConnection(), this.cause);
	}

}
