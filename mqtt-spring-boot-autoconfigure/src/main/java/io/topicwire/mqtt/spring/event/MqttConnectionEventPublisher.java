package io.topicwire.mqtt.spring.event;

import java.time.Duration;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what happens to a client as events. To be added to the client as a listener.
 *
 * @since 0.1.0
 */
public final class MqttConnectionEventPublisher implements MqttClientListener {

	private final MqttClient client;

	private final String connection;

	private final MqttEventPublisher publisher;

	/**
	 * Create a publisher.
	 * @param client the client
	 * @param connection the name of its connection
	 * @param publisher publishes the events
	 */
	public MqttConnectionEventPublisher(MqttClient client, String connection, MqttEventPublisher publisher) {
		this.client = client;
		this.connection = connection;
		this.publisher = publisher;
	}

	@Override
	public void connected(ConnectResult result) {
		this.publisher.publish(new MqttConnectedEvent(this.client, this.connection, result));
	}

	@Override
	public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		this.publisher.publish(new MqttConnectionFailedEvent(this.client, this.connection, failure, nextAttempt));
	}

	@Override
	public void disconnected(@Nullable MqttException failure) {
		this.publisher.publish(new MqttDisconnectedEvent(this.client, this.connection, failure));
	}

	@Override
	public void subscribed(String filter, QoS granted) {
		this.publisher.publish(new MqttSubscribedEvent(this.client, this.connection, filter, granted));
	}

	@Override
	public void subscriptionRefused(String filter, MqttException failure) {
		this.publisher.publish(new MqttSubscriptionRefusedEvent(this.client, this.connection, filter, failure));
	}

}
