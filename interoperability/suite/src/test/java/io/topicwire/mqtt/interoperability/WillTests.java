package io.topicwire.mqtt.interoperability;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the message that a broker publishes when a client is lost.
 */
interface WillTests {

	Peer peer();

	@Test
	default void willIsPublishedWhenTheConnectionBreaks() {
		peer().assume(Feature.WILL);
		ReceivedMessages received = subscribe();
		mortalClient(Will.of(will()));
		peer().relay().cut();
		MqttMessage message = received.next();
		assertThat(message.payloadAsString()).isEqualTo("lost");
		assertThat(message.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
	}

	@Test
	default void willIsNotPublishedAfterADisconnect() {
		peer().assume(Feature.WILL);
		ReceivedMessages received = subscribe();
		mortalClient(Will.of(will())).disconnect();
		peer().connect().publish(MqttMessage.of(peer().topic("will"), "last").qos(QoS.AT_LEAST_ONCE));
		assertThat(received.payloadsUntil("last")).isEmpty();
	}

	@Test
	default void willHasItsProperties() {
		peer().assume(Feature.WILL_PROPERTIES);
		ReceivedMessages received = subscribe();
		mortalClient(Will.of(will().contentType("text/plain")
			.responseTopic("answers")
			.correlationData(new byte[] { 1, 2 })
			.payloadIsText(true)
			.userProperty("machine", "7")));
		peer().relay().cut();
		MqttMessage message = received.next();
		assertThat(message.properties().contentType()).isEqualTo("text/plain");
		assertThat(message.properties().responseTopic()).isEqualTo("answers");
		assertThat(message.properties().correlationData()).containsExactly(1, 2);
		assertThat(message.properties().payloadIsText()).isTrue();
		assertThat(message.userProperties()).containsExactly(new UserProperty("machine", "7"));
	}

	@Test
	default void delayedWillIsPublishedAfterItsDelay() {
		peer().assume(Feature.DELAYED_WILL);
		ReceivedMessages received = subscribe();
		mortalClient(new Will(will(), Duration.ofSeconds(1)));
		peer().relay().cut();
		long lost = System.nanoTime();
		assertThat(received.next().payloadAsString()).isEqualTo("lost");
		// Brokers count whole seconds, so that half of it is all that is certain
		assertThat(Duration.ofNanos(System.nanoTime() - lost)).isGreaterThan(Duration.ofMillis(500));
	}

	@Test
	default void delayedWillIsNotPublishedIfTheClientComesBack() {
		peer().assume(Feature.DELAYED_WILL);
		ReceivedMessages received = subscribe();
		MqttClient client = peer()
			.relayedClient((builder) -> peer().keepSession(builder).will(new Will(will(), Duration.ofSeconds(2))));
		client.connect();
		peer().relay().interrupt();
		Peer.await("reconnect").until(() -> client.status().reconnects() == 1);
		client.disconnect();
		peer().connect().publish(MqttMessage.of(peer().topic("will"), "last").qos(QoS.AT_LEAST_ONCE));
		assertThat(received.payloadsUntil("last")).isEmpty();
	}

	private MqttMessage will() {
		return MqttMessage.of(peer().topic("will"), "lost").qos(QoS.AT_LEAST_ONCE);
	}

	private ReceivedMessages subscribe() {
		ReceivedMessages received = new ReceivedMessages();
		peer().connect().subscribe(peer().topic("will"), QoS.AT_LEAST_ONCE, received);
		return received;
	}

	private MqttClient mortalClient(Will will) {
		// A will is published at the latest when the session ends
		MqttClient client = peer()
			.relayedClient((builder) -> (will.delay().isZero() ? builder : peer().keepSession(builder)).will(will)
				.reconnect(ReconnectPolicy.NEVER));
		client.connect();
		return client;
	}

}
