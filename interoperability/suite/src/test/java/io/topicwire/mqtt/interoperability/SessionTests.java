package io.topicwire.mqtt.interoperability;

import java.util.List;
import java.util.stream.IntStream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what survives a connection.
 */
interface SessionTests {

	Peer peer();

	@ParameterizedTest(name = "{0}")
	@EnumSource(names = "AT_MOST_ONCE", mode = EnumSource.Mode.EXCLUDE)
	default void messagesOfTheTimeOfflineComeWithTheNextConnection(QoS qos) {
		peer().assume(Feature.KEPT_SESSION);
		peer().assume(qos);
		int count = 10;
		ReceivedMessages received = new ReceivedMessages();
		MqttClient subscriber = peer().connect(peer()::keepSession);
		subscriber.subscribe(peer().topic("mail"), qos, received);
		subscriber.disconnect();
		MqttClient publisher = peer().connect();
		for (int i = 0; i < count; i++) {
			publisher.publish(MqttMessage.of(peer().topic("mail"), "m" + i).qos(qos));
		}
		assertThat(subscriber.connect().sessionPresent()).isTrue();
		assertThat(received.nextPayloads(count)).isEqualTo(IntStream.range(0, count).mapToObj((i) -> "m" + i).toList());
	}

	@Test
	default void anotherClientObjectTakesUpTheSession() {
		peer().assume(Feature.KEPT_SESSION);
		String clientId = peer().clientId("heir");
		MqttClient first = peer().connect((builder) -> peer().keepSession(builder).clientId(clientId));
		first.subscribe(peer().topic("mail"), QoS.AT_LEAST_ONCE, new ReceivedMessages());
		first.close();
		peer().connect().publish(MqttMessage.of(peer().topic("mail"), "letter").qos(QoS.AT_LEAST_ONCE));
		ReceivedMessages received = new ReceivedMessages();
		MqttClient second = peer()
			.client((builder) -> peer().keepSession(builder).clientId(clientId).defaultHandler(received));
		assertThat(second.connect().sessionPresent()).isTrue();
		assertThat(received.next().payloadAsString()).isEqualTo("letter");
	}

	@Test
	default void cleanStartDiscardsTheSession() {
		peer().assume(Feature.KEPT_SESSION);
		String clientId = peer().clientId("forgetful");
		MqttClient first = peer().connect((builder) -> peer().keepSession(builder).clientId(clientId));
		first.subscribe(peer().topic("mail"), QoS.AT_LEAST_ONCE, new ReceivedMessages());
		first.close();
		peer().connect().publish(MqttMessage.of(peer().topic("mail"), "letter").qos(QoS.AT_LEAST_ONCE));
		MqttClient second = peer().client((builder) -> builder.clientId(clientId));
		assertThat(second.connect().sessionPresent()).isFalse();
		ReceivedMessages received = new ReceivedMessages();
		second.subscribe(peer().topic("mail"), QoS.AT_LEAST_ONCE, received);
		second.publish(MqttMessage.of(peer().topic("mail"), "last").qos(QoS.AT_LEAST_ONCE));
		assertThat(received.payloadsUntil("last")).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource(names = "AT_MOST_ONCE", mode = EnumSource.Mode.EXCLUDE)
	default void nothingIsLostWhenTheConnectionBreaksAgainAndAgain(QoS qos) throws Exception {
		peer().assume(Feature.BROKEN_CONNECTIONS);
		peer().assume(Feature.ORDER_OF_BROKEN_CONNECTIONS);
		peer().assume((qos == QoS.EXACTLY_ONCE) ? Feature.EXACTLY_ONCE : Feature.KEPT_SESSION);
		peer().assume(qos);
		int count = 600;
		ReceivedMessages received = new ReceivedMessages();
		MqttClient subscriber = peer().relayedClient(peer()::keepSession);
		subscriber.connect();
		subscriber.subscribe(peer().topic("stream"), qos, received);
		MqttClient publisher = peer().relayedClient(peer()::keepSession);
		publisher.connect();
		// Otherwise aedes would not keep its session
		publisher.subscribe(peer().topic("answers"), qos, new ReceivedMessages());
		MessageStream stream = peer().stream(publisher, qos);
		for (int i = 0; i < count; i++) {
			stream.publish(MqttMessage.of(peer().topic("stream"), "m" + i).qos(qos));
			if (i % 200 == 150) {
				// In the middle of exchanges, both of the publisher and of the subscriber
				stream.await(i - 100);
				peer().relay().interrupt();
			}
		}
		stream.await();
		publisher.publish(MqttMessage.of(peer().topic("stream"), "last").qos(qos));
		List<String> payloads = received.payloadsUntil("last");
		List<String> expected = IntStream.range(0, count).mapToObj((i) -> "m" + i).toList();
		assertThat((qos == QoS.EXACTLY_ONCE) ? payloads : payloads.stream().distinct().toList()).isEqualTo(expected);
	}

	@Test
	default void subscriptionsAreMadeAnewWhenTheBrokerKeepsNoSession() {
		ReceivedMessages received = new ReceivedMessages();
		MqttClient subscriber = peer().relayedClient((builder) -> builder);
		subscriber.connect();
		subscriber.subscribe(peer().topic("news"), QoS.AT_LEAST_ONCE, received);
		peer().relay().interrupt();
		MqttClient publisher = peer().connect();
		// Repeated, since nobody can tell from outside when the subscription is back
		Peer.await("first message after the reconnect").until(() -> {
			publisher.publish(MqttMessage.of(peer().topic("news"), "text").qos(QoS.AT_LEAST_ONCE));
			return received.waiting() > 0;
		});
	}

}
