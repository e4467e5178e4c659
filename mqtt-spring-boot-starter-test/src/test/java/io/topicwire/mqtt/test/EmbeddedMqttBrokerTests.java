package io.topicwire.mqtt.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.Subscription;
import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.leftover.TrackedClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EmbeddedMqttBroker}.
 */
@SharedClients
class EmbeddedMqttBrokerTests {

	private static final EmbeddedMqttBroker broker = new EmbeddedMqttBroker();

	@BeforeAll
	static void startBroker() {
		broker.start();
	}

	@AfterAll
	static void closeBroker() {
		broker.close();
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void clientsOfBothVersionsMayConnect(ProtocolVersion version) {
		try (MqttClient client = TrackedClient
			.of(MqttClient.builder(broker.url()).clientId("visitor").protocolVersion(version).build())) {
			client.connect();
			assertThat(broker.clientIds()).containsExactly("visitor");
		}
		await().until(() -> broker.clientIds().isEmpty());
	}

	@Test
	void publishesWhatClientsHaveSubscribedTo() {
		List<String> received = new CopyOnWriteArrayList<>();
		try (MqttClient client = connect("subscriber")) {
			client.subscribe("publishing/+", QoS.EXACTLY_ONCE,
					(message) -> received.add(message.qos() + " " + message.payloadAsString()));
			broker.publish("publishing/1", "a");
			broker.publish(MqttMessage.of("publishing/2", "b").qos(QoS.EXACTLY_ONCE));
			await().until(() -> received.size() == 2);
			assertThat(received).containsExactly("AT_LEAST_ONCE a", "EXACTLY_ONCE b");
		}
	}

	@Test
	void clientsMayBeginToShareASubscriptionAtTheSameMoment() {
		try (MqttClient first = connect("sharer-1"); MqttClient second = connect("sharer-2")) {
			for (int i = 0; i < 50; i++) {
				String filter = "$share/group/sharing/" + i;
				CompletableFuture<Subscription> subscribed = first.subscribeAsync(filter, QoS.AT_LEAST_ONCE,
						(message) -> {
						});
				second.subscribe(filter, QoS.AT_LEAST_ONCE, (message) -> {
				});
				assertThat(subscribed).succeedsWithin(Duration.ofSeconds(10));
			}
			assertThat(first.status().reconnects()).isZero();
			assertThat(second.status().reconnects()).isZero();
		}
	}

	@Test
	void sharedMessagesAreReceivedByOneOfTheClients() {
		AtomicInteger firstReceived = new AtomicInteger();
		AtomicInteger secondReceived = new AtomicInteger();
		try (MqttClient first = connect("sharer-1"); MqttClient second = connect("sharer-2")) {
			first.subscribe("$share/group/shared/+", QoS.AT_LEAST_ONCE, (message) -> firstReceived.incrementAndGet());
			second.subscribe("$share/group/shared/+", QoS.AT_LEAST_ONCE, (message) -> secondReceived.incrementAndGet());
			for (int i = 0; i < 10; i++) {
				broker.publish("shared/" + i, "");
			}
			await().until(() -> firstReceived.get() + secondReceived.get() == 10);
			assertThat(firstReceived).hasPositiveValue();
			assertThat(secondReceived).hasPositiveValue();
		}
	}

	@Test
	void capturesWhatClientsPublish() {
		try (CapturedMessages captured = broker.capture("capturing/{name}"); MqttClient client = connect("publisher")) {
			client.publish(MqttMessage.of("capturing/1", "a").qos(QoS.EXACTLY_ONCE).userProperty("unit", "°C"));
			client.publish(MqttMessage.of("elsewhere/1", "b").qos(QoS.AT_LEAST_ONCE));
			client.publish(MqttMessage.of("capturing/2", "c").qos(QoS.AT_MOST_ONCE));
			assertThat(captured.await(2)).extracting(MqttMessage::payloadAsString).containsExactly("a", "c");
			assertThat(captured).extracting(MqttMessage::qos).containsExactly(QoS.EXACTLY_ONCE, QoS.AT_MOST_ONCE);
			assertThat(captured.awaitOne().userProperties()).hasSize(1);
		}
	}

	@Test
	void capturesTheSameMessageForEachThatAsks() {
		CapturedMessages all = broker.capture("sharing/#");
		CapturedMessages some = broker.capture("sharing/+");
		CapturedMessages again = broker.capture("sharing/+");
		broker.publish("sharing/1", "a");
		assertThat(all.await(1)).hasSize(1);
		assertThat(some.await(1)).hasSize(1);
		assertThat(again.await(1)).hasSize(1);
		some.close();
		broker.publish("sharing/2", "b");
		assertThat(all.await(2)).hasSize(2);
		assertThat(again.await(2)).hasSize(2);
		assertThat(some).hasSize(1);
		all.close();
		again.close();
	}

	@Test
	void retainedMessageIsCapturedWithItsFlag() {
		broker.publish(MqttMessage.of("retaining/1", "a").qos(QoS.AT_LEAST_ONCE).retain(true));
		try (CapturedMessages captured = broker.capture("retaining/1")) {
			assertThat(captured.awaitOne().retain()).isTrue();
		}
		broker.publish(MqttMessage.empty("retaining/1").qos(QoS.AT_LEAST_ONCE).retain(true));
	}

	@Test
	void subscriptionIsAwaited() {
		try (MqttClient client = connect("awaited"); CapturedMessages captured = broker.capture("awaiting/+/x")) {
			client.subscribeAsync("awaiting/+/x", QoS.AT_LEAST_ONCE, (message) -> {
			});
			broker.awaitSubscription("awaiting/{name}/x");
			assertThat(broker.subscriptions()).contains("awaiting/+/x");
		}
	}

	@Test
	void missingSubscriptionIsReportedWithThoseThatThereAre() {
		try (MqttClient client = connect("mistaken"); CapturedMessages captured = broker.capture("missing/#")) {
			client.subscribe("mistaken/#", QoS.AT_LEAST_ONCE, (message) -> {
			});
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> broker.awaitSubscription("missing/#", Duration.ofMillis(20)))
				.withMessageContaining("'missing/#' within 20 ms")
				.withMessageContaining("[mistaken]")
				.withMessageContaining("[mistaken/#]");
		}
	}

	@Test
	void clientsThatAreDisconnectedComeBackAndAreAwaited() {
		CapturedMessages captured = broker.capture("coming-back/answers");
		try (MqttClient client = connect("coming-back")) {
			client.subscribe("coming-back", QoS.AT_LEAST_ONCE, (message) -> client
				.publishAsync(MqttMessage.of("coming-back/answers", "x").qos(QoS.AT_LEAST_ONCE)));
			broker.disconnectClients();
			broker.awaitSubscription("coming-back");
			assertThat(client.status().reconnects()).isOne();
			broker.publish("coming-back", "x");
			captured.awaitOne();
		}
		captured.close();
	}

	@Test
	void comesBackEmptyAtTheSamePort() {
		try (EmbeddedMqttBroker other = new EmbeddedMqttBroker()) {
			other.start();
			String url = other.url();
			assertThat(url).isEqualTo("mqtt://127.0.0.1:" + other.port());
			CapturedMessages captured = other.capture("restarting/#");
			other.publish(MqttMessage.of("restarting/1", "a").qos(QoS.AT_LEAST_ONCE).retain(true));
			captured.awaitOne();
			captured.clear();
			other.stop();
			assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.1"), other.port()));
			assertThatIllegalStateException().isThrownBy(() -> other.publish("restarting/2", "b"))
				.withMessage("Embedded MQTT broker is stopped");
			other.start();
			assertThat(other.url()).isEqualTo(url);
			other.publish("restarting/3", "c");
			assertThat(captured.await(1)).extracting(MqttMessage::payloadAsString).containsExactly("c");
			other.restart();
			other.publish("restarting/4", "d");
			captured.await(2);
		}
	}

	@Test
	void doesNotStartAtAPortThatWasTakenMeanwhile() throws IOException {
		try (EmbeddedMqttBroker other = new EmbeddedMqttBroker()) {
			other.start();
			other.stop();
			try (ServerSocket taken = new ServerSocket(other.port(), 1, InetAddress.getByName("127.0.0.1"))) {
				assertThatIllegalStateException().isThrownBy(other::start)
					.withMessageContaining("127.0.0.1:" + taken.getLocalPort());
			}
		}
	}

	@Test
	void isUsedAfterStartAndBeforeCloseOnly() {
		EmbeddedMqttBroker other = new EmbeddedMqttBroker();
		assertThatIllegalStateException().isThrownBy(other::url)
			.withMessage("Embedded MQTT broker has no port before it is started");
		assertThatIllegalStateException().isThrownBy(() -> other.capture("#"))
			.withMessage("Embedded MQTT broker is stopped");
		other.close();
		assertThatIllegalStateException().isThrownBy(other::subscriptions)
			.withMessage("Embedded MQTT broker is stopped");
	}

	private static MqttClient connect(String clientId) {
		MqttClient client = TrackedClient.of(MqttClient.builder(broker.url())
			.clientId(clientId)
			.reconnect(new ReconnectPolicy(true, false, Long.MAX_VALUE, Duration.ofMillis(10), 2,
					Duration.ofMillis(100), Duration.ofSeconds(1)))
			.build());
		client.connect();
		return client;
	}

}
