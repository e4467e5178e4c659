package io.topicwire.mqtt.interoperability;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for topic filters and subscriptions.
 */
interface SubscribeTests {

	Peer peer();

	@ParameterizedTest(name = "{0}")
	@EnumSource
	default void brokerGrantsTheQosThatIsAskedFor(QoS qos) {
		peer().assume(qos);
		Subscription subscription = peer().connect().subscribe(peer().topic("a"), qos, new ReceivedMessages());
		assertThat(subscription.reasonCode()).isEqualTo(ReasonCode.of(qos.level()));
	}

	@Test
	default void wildcardsMatchOneLevelOrAllThatFollow() {
		MqttClient client = peer().connect();
		ReceivedMessages one = subscribe(client, peer().topic("plants/+/state"));
		ReceivedMessages all = subscribe(client, peer().topic("machines/#"));
		publish(client, "plants/7/state");
		publish(client, "plants/7/8/state");
		publish(client, "plants/state");
		publish(client, "plants//state");
		publish(client, "machines");
		publish(client, "machines/1");
		publish(client, "machines/1/2/3");
		publish(client, "machine/1");
		publish(client, "plants/last/state");
		publish(client, "machines/last");
		assertThat(one.payloadsUntil("plants/last/state")).containsExactlyInAnyOrder("plants/7/state", "plants//state");
		assertThat(all.payloadsUntil("machines/last")).containsExactlyInAnyOrder("machines", "machines/1",
				"machines/1/2/3");
	}

	@Test
	default void nothingComesAfterUnsubscribing() {
		MqttClient client = peer().connect();
		ReceivedMessages stopped = subscribe(client, peer().topic("stopped"));
		publish(client, "stopped");
		assertThat(stopped.next().payloadAsString()).isEqualTo("stopped");
		client.unsubscribe(peer().topic("stopped"));
		ReceivedMessages goesOn = subscribe(client, peer().topic("goes-on"));
		publish(client, "stopped");
		publish(client, "goes-on");
		assertThat(goesOn.payloadsUntil("goes-on")).isEmpty();
		assertThat(stopped.waiting()).isZero();
		assertThat(client.statistics().messagesUnmatched()).isZero();
	}

	@Test
	default void sharedSubscriptionGivesEachMessageToOneOfItsClients() {
		peer().assume(Feature.SHARED_SUBSCRIPTIONS);
		int count = 100;
		ReceivedMessages received = new ReceivedMessages();
		ReceivedMessages alone = new ReceivedMessages();
		String filter = "$share/workers/" + peer().topic("work/+");
		List<MqttClient> workers = List.of(peer().connect(), peer().connect());
		workers.forEach((worker) -> worker.subscribe(filter, QoS.AT_LEAST_ONCE, received));
		peer().connect().subscribe("$share/others/" + peer().topic("work/+"), QoS.AT_LEAST_ONCE, alone);
		MqttClient publisher = peer().connect();
		List<String> payloads = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			publish(publisher, "work/" + i);
			payloads.add("work/" + i);
		}
		assertThat(received.nextPayloads(count)).containsExactlyInAnyOrderElementsOf(payloads);
		assertThat(alone.nextPayloads(count)).containsExactlyInAnyOrderElementsOf(payloads);
		long shared = workers.stream().mapToLong((worker) -> worker.statistics().messagesReceived()).sum();
		assertThat(shared).isEqualTo(count);
	}

	@Test
	default void sharedSubscriptionIsRefusedWhereTheBrokerHasNone() {
		Peer.assume(peer().isMqtt5(), "MQTT 3.1.1 cannot tell");
		Peer.assume(!peer().broker().limits().sharedSubscriptionAvailable(),
				peer().broker() + " has shared subscriptions");
		MqttClient client = peer().connect();
		assertThatExceptionOfType(MqttSubscribeException.class)
			.isThrownBy(() -> subscribe(client, "$share/workers/" + peer().topic("work")))
			.extracting(MqttSubscribeException::reasonCode)
			.isEqualTo(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
		assertThat(client.ping()).isPositive();
	}

	private static ReceivedMessages subscribe(MqttClient client, String filter) {
		ReceivedMessages received = new ReceivedMessages();
		client.subscribe(filter, QoS.AT_LEAST_ONCE, received);
		return received;
	}

	private void publish(MqttClient client, String topic) {
		client.publish(MqttMessage.of(peer().topic(topic), topic).qos(QoS.AT_LEAST_ONCE));
	}

}
