package io.topicwire.mqtt.spring.event;

import java.time.Duration;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect failed.
 *
 * @since 0.1.0
 */
public class MqttConnectionFailedEvent extends MqttConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final MqttException cause;

	private final @Nullable Duration nextAttempt;

	/**
	 * Create an event.
	 * @param client the client
	 * @param connection the name of its connection
	 * @param cause why it failed
	 * @param nextAttempt time until the next attempt, or {@code null} if there will be
	 * none
	 */
	public MqttConnectionFailedEvent(MqttClient client, String connection, MqttException cause,
			@Nullable Duration nextAttempt) {
		super(client, connection);
		this.cause = cause;
		this.nextAttempt = nextAttempt;
	}

	/**
	 * Return why it failed.
	 * @return why it failed
	 */
	public MqttException getCause() {
		return this.cause;
	}

	/**
	 * Return time until the next attempt, or {@code null} if there will be none.
	 * @return time until the next attempt, or {@code null} if there will be none
	 */
	public @Nullable Duration getNextAttempt() {
		return this.nextAttempt;
	}

	@Override
	public String toString() {
		return "%s[connection=%s, cause=%s, nextAttempt=%s]".formatted(getClass().getSimpleName(), getConnection(),
				this.cause, this.nextAttempt);
	}

}
