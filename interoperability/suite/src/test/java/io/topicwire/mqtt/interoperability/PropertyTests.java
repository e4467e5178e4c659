package io.topicwire.mqtt.interoperability;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the properties of messages.
 */
interface PropertyTests {

	Peer peer();

	@Test
	default void propertiesArriveUnchanged() {
		peer().assume(Feature.PROPERTIES);
		MqttMessage message = sendAndReceive(message("properties").payloadIsText(true)
			.contentType("application/json")
			.responseTopic(peer().topic("answers"))
			.correlationData(new byte[] { 0, 1, -1 }));
		assertThat(message.properties().payloadIsText()).isTrue();
		assertThat(message.properties().contentType()).isEqualTo("application/json");
		assertThat(message.properties().responseTopic()).isEqualTo(peer().topic("answers"));
		assertThat(message.properties().correlationData()).containsExactly(0, 1, -1);
		assertThat(message.properties().messageExpiryInterval()).isNull();
	}

	@Test
	default void messageWithoutPropertiesArrivesWithout() {
		peer().assume(Feature.PROPERTIES);
		MqttMessage message = sendAndReceive(message("plain"));
		assertThat(message.properties().payloadIsText()).isFalse();
		assertThat(message.properties().contentType()).isNull();
		assertThat(message.properties().responseTopic()).isNull();
		assertThat(message.properties().correlationData()).isNull();
		assertThat(message.userProperties()).isEmpty();
	}

	@Test
	default void userPropertiesKeepTheirOrderAndRepeats() {
		peer().assume(Feature.ORDER_OF_USER_PROPERTIES);
		MqttMessage message = sendAndReceive(message("user-properties").userProperty("b", "1")
			.userProperty("a", "2")
			.userProperty("b", "1")
			.userProperty("ä", "")
			.userProperty("b", "3"));
		assertThat(message.userProperties()).containsExactly(new UserProperty("b", "1"), new UserProperty("a", "2"),
				new UserProperty("b", "1"), new UserProperty("ä", ""), new UserProperty("b", "3"));
	}

	@Test
	default void replyFindsItsRequest() {
		peer().assume(Feature.PROPERTIES);
		MqttClient server = peer().connect();
		server.subscribe(peer().topic("requests"), QoS.AT_LEAST_ONCE, (request) -> {
			MqttMessage reply = MqttMessage.of(request.properties().responseTopic(), "re: " + request.payloadAsString())
				.correlationData(request.properties().correlationData());
			server.publishAsync(reply.qos(QoS.AT_LEAST_ONCE));
		});
		ReceivedMessages replies = new ReceivedMessages();
		MqttClient client = peer().connect();
		client.subscribe(peer().topic("replies"), QoS.AT_LEAST_ONCE, replies);
		client.publish(MqttMessage.of(peer().topic("requests"), "question")
			.qos(QoS.AT_LEAST_ONCE)
			.responseTopic(peer().topic("replies"))
			.correlationData("17".getBytes(StandardCharsets.UTF_8)));
		MqttMessage reply = replies.next();
		assertThat(reply.payloadAsString()).isEqualTo("re: question");
		assertThat(reply.properties().correlationData()).asString().isEqualTo("17");
	}

	@Test
	default void messageThatWaitedTellsHowLongItIsStillValid() {
		peer().assume(Feature.PROPERTIES);
		peer().assume(Feature.MESSAGE_EXPIRY);
		MqttMessage message = sendAndReceive(message("expiry").messageExpiry(Duration.ofMinutes(1)));
		assertThat(message.properties().messageExpiryInterval()).isBetween(50L, 60L);
	}

	@Test
	default void expiredMessageIsNotDelivered() {
		peer().assume(Feature.MESSAGE_EXPIRY);
		ReceivedMessages received = new ReceivedMessages();
		MqttClient subscriber = peer().connect(peer()::keepSession);
		subscriber.subscribe(peer().topic("expiry"), QoS.AT_LEAST_ONCE, received);
		subscriber.disconnect();
		MqttClient publisher = peer().connect();
		publisher.publish(message("expiry").messageExpiry(Duration.ofSeconds(1)));
		long over = System.nanoTime() + Duration.ofSeconds(3).toNanos();
		// Brokers count whole seconds, and some look at them at intervals
		Peer.await("end of the lifetime").until(() -> System.nanoTime() - over > 0);
		publisher.publish(MqttMessage.of(peer().topic("expiry"), "last").qos(QoS.AT_LEAST_ONCE));
		subscriber.connect();
		assertThat(received.payloadsUntil("last")).isEmpty();
	}

	private MqttMessage message(String topic) {
		return MqttMessage.of(peer().topic(topic), "text").qos(QoS.AT_LEAST_ONCE);
	}

	private MqttMessage sendAndReceive(MqttMessage message) {
		ReceivedMessages received = new ReceivedMessages();
		MqttClient client = peer().connect();
		client.subscribe(message.topic(), message.qos(), received);
		client.publish(message);
		return received.next();
	}

}
