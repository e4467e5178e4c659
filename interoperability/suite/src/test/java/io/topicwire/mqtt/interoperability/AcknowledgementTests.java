package io.topicwire.mqtt.interoperability;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for acknowledgements of the application, and for overlapping topic filters.
 */
interface AcknowledgementTests {

	Peer peer();

	@Test
	default void messageThatWasNotAcknowledgedComesAgainWithTheNextConnection() throws Exception {
		peer().assume(Feature.BROKEN_CONNECTIONS);
		peer().assume(Feature.KEPT_SESSION);
		BlockingQueue<Runnable> acknowledgements = new LinkedBlockingQueue<>();
		ReceivedMessages received = new ReceivedMessages();
		AcknowledgingHandler handler = (message, acknowledgement) -> {
			acknowledgements.add(acknowledgement::acknowledge);
			received.handle(message);
		};
		MqttClient subscriber = peer().relayedClient(peer()::keepSession);
		subscriber.connect();
		subscriber.subscribe(peer().topic("work"), SubscribeOptions.of(QoS.AT_LEAST_ONCE), handler);
		MqttClient publisher = peer().connect();
		publisher.publish(MqttMessage.of(peer().topic("work"), "first").qos(QoS.AT_LEAST_ONCE));
		publisher.publish(MqttMessage.of(peer().topic("work"), "second").qos(QoS.AT_LEAST_ONCE));
		// There are brokers that send the second one only when the first is acknowledged
		assertThat(received.nextPayloads(1)).containsExactly("first");
		acknowledgements.take().run();
		assertThat(received.nextPayloads(1)).containsExactly("second");
		// What comes back shows that the acknowledgement has arrived
		subscriber.ping();
		peer().relay().interrupt();
		assertThat(received.nextPayloads(1)).containsExactly("second");
		acknowledgements.forEach(Runnable::run);
	}

	@Test
	default void eachHandlerOfOverlappingFiltersRunsOnce() {
		peer().assume(Feature.SUBSCRIPTION_IDENTIFIERS);
		MqttClient client = peer().connect();
		List<String> filters = List.of("plants/#", "plants/+/state", "plants/7/state");
		List<ReceivedMessages> received = filters.stream().map((filter) -> {
			ReceivedMessages messages = new ReceivedMessages();
			client.subscribe(peer().topic(filter), QoS.AT_LEAST_ONCE, messages);
			return messages;
		}).toList();
		client.publish(MqttMessage.of(peer().topic("plants/7/state"), "on").qos(QoS.AT_LEAST_ONCE));
		client.publish(MqttMessage.of(peer().topic("plants/7/state"), "last").qos(QoS.AT_LEAST_ONCE));
		received.forEach((messages) -> assertThat(messages.payloadsUntil("last")).containsExactly("on"));
	}

}
