package io.topicwire.mqtt.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The clients by which an {@link EmbeddedMqttBroker} publishes and captures. Whoever
 * captures has a client of its own, because the broker sends a client with overlapping
 * subscriptions a copy for each of them.
 */
final class BrokerClients implements AutoCloseable {

	private static final String CLIENT_ID_PREFIX = "embedded-mqtt-broker-";

	// A broker that says that it shuts down is left alone for half of the longest delay
	private static final ReconnectPolicy RECONNECT = new ReconnectPolicy(true, true, Long.MAX_VALUE,
			Duration.ofMillis(10), 2, Duration.ofMillis(100), Duration.ofSeconds(1));

	private final List<MqttClient> capturing = new ArrayList<>();

	private @Nullable MqttClient publisher;

	private int count;

	private boolean closed;

	static boolean isOwn(@Nullable String clientId) {
		return clientId != null && clientId.startsWith(CLIENT_ID_PREFIX);
	}

	synchronized MqttClient publisher(String url) {
		if (this.publisher == null) {
			this.publisher = connect(url);
		}
		return this.publisher;
	}

	synchronized CapturedMessages capture(String url, String filter) {
		MqttClient client = connect(url);
		this.capturing.add(client);
		CapturedMessages messages = new CapturedMessages(filter, () -> close(client));
		SubscribeOptions options = SubscribeOptions.of(QoS.EXACTLY_ONCE).retainAsPublished(true);
		try {
			client.subscribe(filter, options, messages::add);
		}
		catch (RuntimeException ex) {
			close(client);
			throw ex;
		}
		return messages;
	}

	/**
	 * Return how many clients capture.
	 */
	synchronized int captures() {
		return this.capturing.size();
	}

	private synchronized void close(MqttClient client) {
		this.capturing.remove(client);
		client.close();
	}

	private MqttClient connect(String url) {
		Assert.state(!this.closed, "Embedded MQTT broker is closed");
		this.count++;
		MqttClient client = MqttClient.builder(url)
			.clientId(CLIENT_ID_PREFIX + this.count)
			.reconnect(RECONNECT)
			.build();
		try {
			client.connect();
		}
		catch (RuntimeException ex) {
			client.close();
			throw ex;
		}
		return client;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.publisher != null) {
			this.publisher.close();
		}
		this.capturing.forEach(MqttClient::close);
		this.capturing.clear();
	}

}
