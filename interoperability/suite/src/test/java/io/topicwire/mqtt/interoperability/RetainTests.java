package io.topicwire.mqtt.interoperability;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for retained messages and the options of a subscription that concern them.
 */
interface RetainTests {

	Peer peer();

	@Test
	default void retainedMessageComesToLaterSubscribersUntilItIsRemoved() {
		peer().assume(Feature.RETAINED_MESSAGES);
		MqttClient client = peer().connect();
		retain(client, "state", "on");
		MqttMessage received = received(client, "state", SubscribeOptions.of(QoS.AT_LEAST_ONCE)).next();
		assertThat(received.payloadAsString()).isEqualTo("on");
		assertThat(received.retain()).isTrue();
		client.publish(MqttMessage.empty(peer().topic("state")).qos(retainedQos()).retain(true));
		MqttClient later = peer().connect();
		ReceivedMessages nothing = received(later, "state", SubscribeOptions.of(QoS.AT_LEAST_ONCE));
		publish(client, "state", "last");
		assertThat(nothing.payloadsUntil("last")).isEmpty();
	}

	@Test
	default void messageForAPresentSubscriberIsNotMarkedAsRetained() {
		MqttClient client = peer().connect();
		ReceivedMessages received = received(client, "state", SubscribeOptions.of(QoS.AT_LEAST_ONCE));
		retain(client, "state", "on");
		assertThat(received.next().retain()).isFalse();
	}

	@Test
	default void retainHandlingDecidesWhetherRetainedMessagesAreSent() {
		peer().assume(Feature.RETAIN_HANDLING);
		MqttClient client = peer().connect();
		retain(client, "state", "on");
		SubscribeOptions options = SubscribeOptions.of(QoS.AT_LEAST_ONCE);
		ReceivedMessages never = received(client, "state", options.retainHandling(RetainHandling.DO_NOT_SEND));
		publish(client, "state", "last");
		assertThat(never.payloadsUntil("last")).isEmpty();
		client.unsubscribe(peer().topic("state"));
		ReceivedMessages first = received(client, "state", options.retainHandling(RetainHandling.SEND_IF_NEW));
		assertThat(first.next().payloadAsString()).isEqualTo("on");
		ReceivedMessages second = received(client, "state", options.retainHandling(RetainHandling.SEND_IF_NEW));
		publish(client, "state", "last");
		assertThat(second.payloadsUntil("last")).isEmpty();
	}

	@Test
	default void retainFlagIsKeptAsPublishedIfAsked() {
		peer().assume(Feature.RETAIN_AS_PUBLISHED);
		MqttClient client = peer().connect();
		ReceivedMessages received = received(client, "state",
				SubscribeOptions.of(QoS.AT_LEAST_ONCE).retainAsPublished(true));
		retain(client, "state", "on");
		publish(client, "state", "off");
		assertThat(received.next().retain()).isTrue();
		assertThat(received.next().retain()).isFalse();
	}

	@Test
	default void ownMessagesDoNotComeBackIfAsked() {
		peer().assume(Feature.NO_LOCAL);
		MqttClient client = peer().connect();
		ReceivedMessages received = received(client, "state", SubscribeOptions.of(QoS.AT_LEAST_ONCE).noLocal(true));
		publish(client, "state", "own");
		publish(peer().connect(), "state", "last");
		assertThat(received.payloadsUntil("last")).isEmpty();
	}

	private ReceivedMessages received(MqttClient client, String topic, SubscribeOptions options) {
		ReceivedMessages received = new ReceivedMessages();
		client.subscribe(peer().topic(topic), options, received);
		return received;
	}

	private void retain(MqttClient client, String topic, String payload) {
		client.publish(MqttMessage.of(peer().topic(topic), payload).qos(retainedQos()).retain(true));
	}

	// Some brokers send PUBACK before they keep the message, so that it could still reach
	// whoever subscribes then as one that is not retained
	private QoS retainedQos() {
		return peer().supports(QoS.EXACTLY_ONCE) ? QoS.EXACTLY_ONCE : QoS.AT_LEAST_ONCE;
	}

	private void publish(MqttClient client, String topic, String payload) {
		client.publish(MqttMessage.of(peer().topic(topic), payload).qos(QoS.AT_LEAST_ONCE));
	}

}
