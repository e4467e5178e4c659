package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of a client.
 */
class CloseTests {

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private ClientFixture fixture() {
		return new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.threadFactory((action) -> {
			Thread thread = new Thread(action);
			this.threads.add(thread);
			return thread;
		}));
	}

	@Test
	void clientHasNoThreadsUntilItIsUsed() {
		try (ClientFixture fixture = fixture()) {
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, (message) -> {
			});
			assertThat(this.threads).isEmpty();
		}
	}

	@Test
	void closeSendsDisconnectAndLeavesNoThread() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
			});
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			connection.expect(Puback.class);
			fixture.client.pingAsync();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(fixture.client::close);
			connection.expect(Pingreq.class);
			connection.send(Pingresp.INSTANCE);
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(closed);
			connection.expectClose();
			assertThat(this.threads).isNotEmpty().noneMatch(Thread::isAlive);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CLOSED);
		}
	}

	@Test
	void closeWaitsForMessagesToBeAcknowledged() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client
				.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			CompletableFuture<Void> closed = CompletableFuture.runAsync(fixture.client::close);
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(published);
			ClientFixture.await(closed);
		}
	}

	@Test
	void closeSendsDisconnectAlsoIfTheTimeLimitOfOperationsIsShort() {
		Duration timeout = Duration.ofSeconds(2);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.operationTimeout(timeout))) {
			FakeConnection connection = fixture.connect();
			fixture.client.enqueue(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			// No alarm is left but that of closing
			fixture.timer.advance(timeout);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(fixture.client::close);
			fixture.timer.advanceTo(timeout);
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(closed);
		}
	}

	@Test
	void operationsThatAreNotFinishedFailWhenTheClientIsClosed() {
		try (ClientFixture fixture = fixture()) {
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(MqttMessage.of("a", "x"));
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.broker.awaitConnection().expect(Connect.class);
			fixture.client.close();
			ClientFixture.awaitFailure(published, MqttClosedException.class);
			ClientFixture.awaitFailure(connected, MqttException.class);
			assertThat(this.threads).noneMatch(Thread::isAlive);
		}
	}

	@Test
	void closedClientRefusesEverything() {
		try (ClientFixture fixture = fixture()) {
			fixture.client.close();
			List<CompletableFuture<?>> futures = List.of(fixture.client.connectAsync(),
					fixture.client.publishAsync(MqttMessage.of("a", "x")),
					fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, (message) -> {
					}), fixture.client.unsubscribeAsync("a"), fixture.client.pingAsync());
			futures.forEach((future) -> assertThat(ClientFixture.awaitFailure(future, MqttClosedException.class))
				.hasMessage("The client is closed"));
			ClientFixture.await(fixture.client.disconnectAsync());
			assertThat(this.threads).isEmpty();
		}
	}

	@Test
	void clientMayBeClosedByItsOwnHandler() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> fixture.client.close());
			connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			connection.expect(Disconnect.class);
			connection.close();
			Awaitility.await().until(() -> this.threads.stream().noneMatch(Thread::isAlive));
		}
	}

	@Test
	void clientMayBeClosedTwice() {
		try (ClientFixture fixture = fixture()) {
			fixture.client.close();
			fixture.client.close();
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CLOSED);
		}
	}

}
