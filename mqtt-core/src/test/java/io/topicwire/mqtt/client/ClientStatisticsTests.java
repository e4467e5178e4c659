package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PendingStatistics;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.TrafficStatistics;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrel;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a client counts and measures.
 */
class ClientStatisticsTests {

	@Test
	void packetsAreCountedByDirectionAndType() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
			});
			CompletableFuture<Duration> ping = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			connection.send(Pingresp.INSTANCE);
			ClientFixture.await(ping);
			fixture.client.publishAsync(message(QoS.AT_MOST_ONCE));
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			ClientFixture.await(published);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			connection.expect(Puback.class);
			fixture.awaitWritten(connection);
			fixture.client.disconnectAsync();
			connection.expect(Disconnect.class);
			connection.close();
			Awaitility.await().until(() -> traffic(fixture).packetsSent().get("DISCONNECT") == 1);
			assertThat(traffic(fixture).packetsSent())
				.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("CONNECT", 1L), Map.entry("PUBLISH", 3L),
						Map.entry("PUBACK", 1L), Map.entry("PUBREC", 0L), Map.entry("PUBREL", 0L),
						Map.entry("PUBCOMP", 0L), Map.entry("SUBSCRIBE", 1L), Map.entry("UNSUBSCRIBE", 0L),
						Map.entry("PINGREQ", 1L), Map.entry("DISCONNECT", 1L), Map.entry("AUTH", 0L)));
			assertThat(traffic(fixture).packetsReceived())
				.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("CONNACK", 1L), Map.entry("PUBLISH", 1L),
						Map.entry("PUBACK", 1L), Map.entry("PUBREC", 0L), Map.entry("PUBREL", 0L),
						Map.entry("PUBCOMP", 0L), Map.entry("SUBACK", 1L), Map.entry("UNSUBACK", 0L),
						Map.entry("PINGRESP", 1L), Map.entry("DISCONNECT", 0L), Map.entry("AUTH", 0L)));
		}
	}

	@Test
	void messageThatACallerWritesItselfAndLargeOnesAreCounted() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publish(message(QoS.AT_MOST_ONCE));
			fixture.client.publish(MqttMessage.of("a", new byte[200_000]));
			connection.expect(Publish.class);
			connection.expect(Publish.class);
			assertThat(traffic(fixture).packetsSent()).containsEntry("PUBLISH", 2L);
		}
	}

	@Test
	void everyByteIsCounted() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			// Fixed header, topic, no properties, payload
			TrafficStatistics before = traffic(fixture);
			fixture.client.publish(MqttMessage.of("a/b", new byte[100]));
			fixture.client.publish(MqttMessage.of("a/b", new byte[200_000]));
			connection.expect(Publish.class);
			connection.expect(Publish.class);
			assertThat(traffic(fixture).bytesSent() - before.bytesSent())
				.isEqualTo((2 + 5 + 1 + 100) + (4 + 5 + 1 + 200_000));
			connection.send(new Publish(0, false, MqttMessage.of("a/b", "0123456789"), 0));
			ClientFixture.awaitRead(connection);
			// PUBREL of two bytes follows
			assertThat(traffic(fixture).bytesReceived() - before.bytesReceived()).isEqualTo(2 + 5 + 1 + 10 + 4);
		}
	}

	@Test
	void receivedMessagesAreCountedByQosAndWhetherTheyWereRetained() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
			});
			connection.send(new Publish(0, false, message(QoS.AT_MOST_ONCE), 0),
					new Publish(0, false, message(QoS.AT_MOST_ONCE).retain(true), 0),
					new Publish(1, false, message(QoS.AT_LEAST_ONCE).retain(true), 0),
					new Publish(2, true, message(QoS.AT_LEAST_ONCE), 0),
					new Publish(3, false, message(QoS.EXACTLY_ONCE), 0),
					new Publish(3, true, message(QoS.EXACTLY_ONCE), 0));
			connection.send(new Pubrel(65_535));
			while (!(connection.expect(Packet.class) instanceof Pubcomp)) {
				// Acknowledgements
			}
			ClientStatistics statistics = fixture.client.statistics();
			assertThat(statistics.received().fresh()).containsExactlyInAnyOrderEntriesOf(
					Map.of(QoS.AT_MOST_ONCE, 1L, QoS.AT_LEAST_ONCE, 1L, QoS.EXACTLY_ONCE, 1L));
			assertThat(statistics.received().retained()).containsExactlyInAnyOrderEntriesOf(
					Map.of(QoS.AT_MOST_ONCE, 1L, QoS.AT_LEAST_ONCE, 1L, QoS.EXACTLY_ONCE, 0L));
			assertThat(statistics.received().duplicates()).isEqualTo(2);
			assertThat(statistics.messagesReceived()).isEqualTo(5);
		}
	}

	@Test
	void messagesInFlightAndTheirLimitAreMeasured() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThat(pending(fixture).publishLimit()).isEqualTo(65_535);
			FakeConnection connection = fixture.connectWithReceiveMaximum(2);
			for (int i = 0; i < 3; i++) {
				fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE));
			}
			Publish first = connection.expect(Publish.class);
			connection.expect(Publish.class);
			assertThat(pending(fixture).publishes()).isEqualTo(2);
			assertThat(pending(fixture).publishLimit()).isEqualTo(2);
			assertThat(fixture.client.outboxStatus().messages()).isEqualTo(1);
			connection.send(new Puback(first.packetIdentifier()));
			Publish third = connection.expect(Publish.class);
			connection.send(new Puback(first.packetIdentifier() + 1), new Puback(third.packetIdentifier()));
			Awaitility.await().until(() -> pending(fixture).publishes() == 0);
		}
	}

	@Test
	void messagesThatAreNotAcknowledgedAreMeasuredWithTheirAge() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			BlockingQueue<Acknowledgement> acknowledgements = new LinkedBlockingQueue<>();
			fixture.client.register("a", SubscribeOptions.of(QoS.AT_LEAST_ONCE),
					(message, acknowledgement) -> acknowledgements.add(acknowledgement));
			FakeConnection connection = fixture.connect();
			ClientFixture.grant(connection);
			assertThat(pending(fixture).acknowledgements()).isZero();
			assertThat(pending(fixture).oldestAge()).isZero();
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			Awaitility.await().until(() -> acknowledgements.size() == 1);
			fixture.timer.advance(Duration.ofSeconds(3));
			connection.send(ClientFixture.publish(2, "a", "x", QoS.AT_LEAST_ONCE));
			Awaitility.await().until(() -> acknowledgements.size() == 2);
			fixture.timer.advance(Duration.ofSeconds(2));
			assertThat(pending(fixture).acknowledgements()).isEqualTo(2);
			assertThat(pending(fixture).oldestAge()).isEqualTo(Duration.ofSeconds(5));
			acknowledgements.remove().acknowledge();
			assertThat(pending(fixture).acknowledgements()).isEqualTo(1);
			assertThat(pending(fixture).oldestAge()).isEqualTo(Duration.ofSeconds(2));
			acknowledgements.remove().acknowledge();
			assertThat(pending(fixture).acknowledgements()).isZero();
			assertThat(pending(fixture).oldestAge()).isZero();
		}
	}

	@Test
	void messagesThatWaitForTheirHandlersAreMeasuredWithTheirBytes() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5); Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			connection.send(new Publish(0, false, message(QoS.AT_MOST_ONCE), 0),
					new Publish(0, false, MqttMessage.of("a", new byte[1_000]), 0),
					ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			Awaitility.await().until(() -> pending(fixture).inboxMessages() == 3);
			assertThat(pending(fixture).inboxBytes()).isGreaterThan(1_000);
			assertThat(pending(fixture).acknowledgements()).isEqualTo(1);
			gate.open();
			Awaitility.await().until(() -> pending(fixture).inboxMessages() == 0);
			assertThat(pending(fixture).inboxBytes()).isZero();
		}
	}

	@Test
	void attemptsToConnectAreTimed() throws Exception {
		BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true))
					.listener(new MqttClientListener() {

						@Override
						public void connectAttempted(Duration elapsed, @Nullable MqttException failure) {
							attempts.add(new Attempt(elapsed, failure));
						}

					}))) {
			fixture.broker.unreachable(new IOException("unreachable"));
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			Attempt failed = attempts.poll(10, TimeUnit.SECONDS);
			assertThat(failed.failure()).hasMessageContaining("unreachable");
			assertThat(failed.elapsed()).isZero();
			fixture.broker.unreachable(null);
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection connection = fixture.broker.awaitConnection();
			fixture.timer.advance(Duration.ofMillis(70));
			connection.accept(false);
			ClientFixture.await(connected);
			assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(new Attempt(Duration.ofMillis(70), null));
		}
		assertThat(attempts).isEmpty();
	}

	@Test
	void attemptThatDoesNotReachTheServerIsNotTimed() {
		AtomicReference<@Nullable Duration> elapsed = new AtomicReference<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.NEVER).credentials(() -> {
					throw new IllegalStateException("no token");
				}).listener(new MqttClientListener() {

					@Override
					public void connectAttempted(Duration time, @Nullable MqttException failure) {
						elapsed.set(time);
					}

				}))) {
			ClientFixture.awaitFailure(fixture.client.connectAsync(), MqttException.class);
		}
		assertThat(elapsed).hasValue(null);
	}

	private static MqttMessage message(QoS qos) {
		return MqttMessage.of("a", "x").qos(qos);
	}

	private static TrafficStatistics traffic(ClientFixture fixture) {
		return fixture.client.statistics().traffic();
	}

	private static PendingStatistics pending(ClientFixture fixture) {
		return fixture.client.statistics().pending();
	}

	/**
	 * What a listener is told.
	 */
	private record Attempt(Duration elapsed, @Nullable MqttException failure) {

	}

}
