package io.topicwire.mqtt.interoperability;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits that client and broker set each other.
 */
interface LimitTests {

	Peer peer();

	@Test
	default void brokerSendsNoMoreThanTheReceiveMaximumOfTheClient() {
		peer().assume(Feature.RECEIVE_MAXIMUM);
		int count = 20;
		CountDownLatch released = new CountDownLatch(1);
		ReceivedMessages received = new ReceivedMessages();
		MqttClient subscriber = peer().connect((builder) -> builder.receiveMaximum(3));
		subscriber.subscribe(peer().topic("slow"), QoS.AT_LEAST_ONCE, (message) -> {
			released.await();
			received.handle(message);
		});
		MqttClient publisher = peer().connect();
		for (int i = 0; i < count; i++) {
			publisher.publish(MqttMessage.of(peer().topic("slow"), "m" + i).qos(QoS.AT_LEAST_ONCE));
		}
		Peer.await("first message").until(() -> subscriber.statistics().messagesReceived() >= 1);
		// What the broker sent before its answer has arrived as well
		subscriber.ping();
		assertThat(subscriber.statistics().messagesReceived()).isBetween(1L, 3L);
		released.countDown();
		received.next(count);
	}

	@Test
	default void brokerSendsNothingLargerThanTheMaximumPacketSizeOfTheClient() {
		peer().assume(Feature.MAXIMUM_PACKET_SIZE);
		ReceivedMessages received = new ReceivedMessages();
		MqttClient subscriber = peer().connect((builder) -> builder.maximumPacketSize(1000));
		subscriber.subscribe(peer().topic("small"), QoS.AT_LEAST_ONCE, received);
		MqttClient publisher = peer().connect();
		publisher.publish(MqttMessage.of(peer().topic("small"), new byte[1000]).qos(QoS.AT_LEAST_ONCE));
		publisher.publish(MqttMessage.of(peer().topic("small"), "last").qos(QoS.AT_LEAST_ONCE));
		assertThat(received.payloadsUntil("last")).isEmpty();
	}

	@Test
	default void clientSendsTheTopicNameOnceWhereTheBrokerAllowsTopicAliases() {
		int count = 20;
		ReceivedMessages received = new ReceivedMessages();
		peer().connect().subscribe(peer().topic("alias/+"), QoS.AT_LEAST_ONCE, received);
		MqttClient publisher = peer().relayedClient((builder) -> builder);
		publisher.connect();
		for (int i = 0; i < count; i++) {
			String topic = peer().topic("alias/" + (i % 2));
			publisher.publish(MqttMessage.of(topic, "text").qos(QoS.AT_LEAST_ONCE));
			assertThat(received.next().topic()).isEqualTo(topic);
		}
		boolean aliases = peer().isMqtt5() && peer().broker().limits().topicAliasMaximum() > 0;
		assertThat(peer().relay().timesSent(peer().topic("alias/"))).isEqualTo(aliases ? 2 : count);
	}

	@Test
	default void clientUnderstandsTheTopicAliasesOfTheBroker() {
		peer().assume(Feature.TOPIC_ALIASES_TO_CLIENT);
		int count = 20;
		ReceivedMessages received = new ReceivedMessages();
		MqttClient subscriber = peer().relayedClient((builder) -> builder.topicAliasMaximum(10));
		subscriber.connect();
		subscriber.subscribe(peer().topic("alias/+"), QoS.AT_LEAST_ONCE, received);
		MqttClient publisher = peer().connect();
		for (int i = 0; i < count; i++) {
			String topic = peer().topic("alias/" + (i % 2));
			publisher.publish(MqttMessage.of(topic, "text").qos(QoS.AT_LEAST_ONCE));
			assertThat(received.next().topic()).isEqualTo(topic);
		}
		assertThat(peer().relay().timesReceived(peer().topic("alias/"))).isEqualTo(2);
	}

	@Test
	default void clientSendsNoMoreThanTheReceiveMaximumOfTheBroker() {
		Peer.assume(peer().isMqtt5(), "MQTT 3.1.1 does not have Receive Maximum of the broker");
		MqttClient publisher = peer().connect();
		CompletableFuture<?>[] results = new CompletableFuture<?>[3 * 1000];
		for (int i = 0; i < results.length; i++) {
			results[i] = publisher.publishAsync(MqttMessage.of(peer().topic("many"), "m").qos(QoS.AT_LEAST_ONCE));
		}
		// A broker ends the connection of a client that sends more
		assertThat(CompletableFuture.allOf(results)).succeedsWithin(Peer.PATIENCE);
		assertThat(publisher.ping()).isPositive();
	}

}
