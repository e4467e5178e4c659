package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections that are made anew because the application wants it.
 */
class RenewalTests {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final MqttClientListener listener = new MqttClientListener() {

		@Override
		public void connected(ConnectResult result) {
			RenewalTests.this.events.add("connected");
		}

		@Override
		public void disconnected(@Nullable MqttException failure) {
			RenewalTests.this.events.add((failure != null) ? "lost" : "disconnected");
		}

	};

	@ParameterizedTest
	@EnumSource
	void newConnectionFollowsWhenTheOldOneHasEnded(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.listener(this.listener))) {
			FakeConnection connection = fixture.connectAndSubscribe("a", new Recorder());
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			leave(connection);
			FakeConnection next = fixture.broker.accept();
			assertThat(ClientFixture.await(renewed)).isEqualTo(fixture.client.status().connection());
			assertThat(ClientFixture.grant(next).requests()).singleElement()
				.satisfies((request) -> assertThat(request.filter()).isEqualTo("a"));
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.events).containsExactly("connected", "disconnected", "connected"));
		}
	}

	private static void leave(FakeConnection connection) {
		assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
		connection.close();
	}

	@Test
	void publishUnderWayIsFinishedBeforeAndOneThatComesLaterGoesOn() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> before = publish(fixture, "before");
			Publish first = connection.expect(Publish.class);
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			CompletableFuture<PublishResult> meanwhile = publish(fixture, "meanwhile");
			Publish second = connection.expect(Publish.class);
			connection.send(new Puback(first.packetIdentifier()));
			leave(connection);
			ClientFixture.await(before);
			CompletableFuture<PublishResult> after = publish(fixture, "after");
			FakeConnection next = fixture.broker.awaitConnection();
			assertThat(next.expect(Connect.class).cleanStart()).isFalse();
			next.send(new Connack(true, ReasonCode.SUCCESS, Properties.NONE));
			ClientFixture.await(renewed);
			Publish again = next.expect(Publish.class);
			assertThat(again.packetIdentifier()).isEqualTo(second.packetIdentifier());
			assertThat(again.duplicate()).isTrue();
			next.send(new Puback(again.packetIdentifier()));
			next.send(new Puback(next.expect(Publish.class).packetIdentifier()));
			ClientFixture.await(meanwhile);
			ClientFixture.await(after);
		}
	}

	private static CompletableFuture<PublishResult> publish(ClientFixture fixture, String payload) {
		return fixture.client.publishAsync(MqttMessage.of("a", payload).qos(QoS.AT_LEAST_ONCE));
	}

	@Test
	void operationThatIsNotFinishedInTimeHoldsNothingUp() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE), Duration.ofHours(1));
			connection.expect(Publish.class);
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			fixture.timer.advanceTo(ClientFixture.OPERATION_TIMEOUT);
			leave(connection);
			FakeConnection next = fixture.broker.awaitConnection();
			next.accept(true);
			ClientFixture.await(renewed);
			assertThat(next.expect(Publish.class).duplicate()).isTrue();
		}
	}

	@Test
	void whatIsAskedForAtEachAttemptIsAskedForAgain() {
		List<String> tokens = new CopyOnWriteArrayList<>(List.of("first", "second", "third"));
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.credentials(() -> Credentials.of("meter", tokens.remove(0))))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).password()).asString().isEqualTo("first");
			// The attempt is begun again, not waited for
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			FakeConnection next = fixture.broker.awaitConnection();
			assertThat(next.expect(Connect.class).password()).asString().isEqualTo("second");
			next.send(new Connack(false, ReasonCode.SUCCESS, Properties.NONE));
			assertThat(ClientFixture.await(renewed)).isEqualTo(ClientFixture.await(connected));
			fixture.client.reconnectAsync();
			leave(next);
			assertThat(fixture.broker.awaitConnection().expect(Connect.class).password()).asString().isEqualTo("third");
		}
	}

	@Test
	void delayBeforeTheNextAttemptIsCutShort() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.connect().close();
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.RECONNECTING);
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			fixture.broker.accept();
			ClientFixture.await(renewed);
		}
	}

	@Test
	void newConnectionIsTriedForAsAfterALostOne() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			leave(connection);
			fixture.broker.awaitConnection().close();
			Awaitility.await().until(() -> fixture.client.status().lastFailure() != null);
			fixture.timer.advanceTo(Duration.ofMillis(500));
			fixture.broker.accept();
			ClientFixture.await(renewed);
		}
	}

	@Test
	void callsAtTheSameTimeShareOneConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			publish(fixture, "x");
			Publish publish = connection.expect(Publish.class);
			CompletableFuture<ConnectResult> first = fixture.client.reconnectAsync();
			CompletableFuture<ConnectResult> second = fixture.client.reconnectAsync();
			connection.send(new Puback(publish.packetIdentifier()));
			connection.expect(Disconnect.class);
			CompletableFuture<ConnectResult> third = fixture.client.reconnectAsync();
			connection.close();
			fixture.broker.accept();
			assertThat(ClientFixture.await(first)).isEqualTo(ClientFixture.await(second))
				.isEqualTo(ClientFixture.await(third));
		}
	}

	@Test
	void connectionThatIsLostMeanwhileIsMadeAnewAsEver() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			publish(fixture, "x");
			connection.expect(Publish.class);
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			FakeConnection next = fixture.reconnect(connection);
			next.accept(false);
			ClientFixture.await(renewed);
			next.send(new Puback(next.expect(Publish.class).packetIdentifier()));
			// No wish is left over
			fixture.expectNothing(next);
		}
	}

	@Test
	void disconnectIsStrongerWhenOperationsAreUnderWay() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			publish(fixture, "x");
			Publish publish = connection.expect(Publish.class);
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			assertThat(ClientFixture.awaitFailure(renewed, MqttConnectionException.class))
				.hasMessage("The client was disconnected before the connection was made anew");
			connection.send(new Puback(publish.packetIdentifier()));
			leave(connection);
			ClientFixture.await(disconnected);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@Test
	void disconnectIsStrongerWhenTheOldConnectionIsEnding() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			connection.expect(Disconnect.class);
			ClientFixture.await(fixture.client.disconnectAsync());
			ClientFixture.awaitFailure(renewed, MqttConnectionException.class);
			connection.close();
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
			fixture.connect();
		}
	}

	@Test
	void clientThatDoesNotReconnectEndsDisconnectedWhenThatFails() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.NEVER))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<ConnectResult> renewed = fixture.client.reconnectAsync();
			leave(connection);
			fixture.broker.awaitConnection().close();
			ClientFixture.awaitFailure(renewed, MqttConnectionException.class);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@Test
	void clientWithoutConnectionIsLeftAlone() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThat(ClientFixture.awaitFailure(fixture.client.reconnectAsync(), MqttConnectionException.class))
				.hasMessage("There is no connection that could be made anew; connect first");
			fixture.client.close();
			ClientFixture.awaitFailure(fixture.client.reconnectAsync(), MqttClosedException.class);
		}
	}

}
