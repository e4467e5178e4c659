package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for connecting.
 */
class ConnectTests {

	@ParameterizedTest
	@EnumSource
	void connectSendsWhatWasConfigured(ProtocolVersion version) {
		Will will = Will.of(MqttMessage.of("plants/7/state", "offline").qos(QoS.AT_LEAST_ONCE).retain(true));
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> builder.keepAlive(Duration.ofSeconds(20)).credentials("alice", "secret").will(will))) {
			fixture.client.connectAsync();
			Connect connect = fixture.broker.awaitConnection().expect(Connect.class);
			assertThat(connect.protocolVersion()).isEqualTo(version);
			assertThat(connect.clientId()).isEqualTo("meter-7");
			assertThat(connect.cleanStart()).isTrue();
			assertThat(connect.keepAlive()).isEqualTo(20);
			assertThat(connect.username()).isEqualTo("alice");
			assertThat(connect.password()).asString().isEqualTo("secret");
			assertThat(connect.will()).isNotNull();
			assertThat(connect.will().message().topic()).isEqualTo("plants/7/state");
			assertThat(connect.will().message().payloadAsString()).isEqualTo("offline");
			assertThat(connect.will().message().qos()).isEqualTo(QoS.AT_LEAST_ONCE);
			assertThat(connect.will().message().retain()).isTrue();
		}
	}

	@Test
	void connectAnnouncesLimitsToAnMqtt5Broker() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.receiveMaximum(17).maximumPacketSize(4096).sessionExpiry(Duration.ofHours(1)))) {
			fixture.client.connectAsync();
			Properties properties = fixture.broker.awaitConnection().expect(Connect.class).properties();
			assertThat(properties.get(Property.RECEIVE_MAXIMUM)).isEqualTo(17);
			assertThat(properties.get(Property.MAXIMUM_PACKET_SIZE)).isEqualTo(4096);
			assertThat(properties.get(Property.SESSION_EXPIRY_INTERVAL)).isEqualTo(3600);
		}
	}

	@Test
	void connectResultTellsWhatTheBrokerAllows() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.clientId(""))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.broker.awaitConnection()
				.accept(false,
						Properties.builder()
							.add(Property.ASSIGNED_CLIENT_IDENTIFIER, "auto-1")
							.add(Property.SERVER_KEEP_ALIVE, 5)
							.add(Property.RECEIVE_MAXIMUM, 3)
							.add(Property.MAXIMUM_QOS, 1)
							.add(Property.RETAIN_AVAILABLE, 0)
							.build());
			ConnectResult result = ClientFixture.await(connected);
			assertThat(result.server()).isEqualTo("broker.example.com:1883");
			assertThat(result.clientId()).isEqualTo("auto-1");
			assertThat(result.keepAlive()).isEqualTo(Duration.ofSeconds(5));
			assertThat(result.limits().receiveMaximum()).isEqualTo(3);
			assertThat(result.limits().maximumQos()).isEqualTo(QoS.AT_LEAST_ONCE);
			assertThat(result.limits().retainAvailable()).isFalse();
			assertThat(fixture.client.clientId()).isEqualTo("auto-1");
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
			assertThat(fixture.client.status().connection()).isEqualTo(result);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusalIsToldInWords(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.send(new Connack(false, ReasonCode.NOT_AUTHORIZED, Properties.NONE));
			MqttConnectRefusedException failure = ClientFixture.awaitFailure(connected,
					MqttConnectRefusedException.class);
			assertThat(failure)
				.hasMessage("The broker at broker.example.com:1883 refused the connection: not authorized (0x87)");
			assertThat(failure.reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
			connection.expectClose();
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
			assertThat(fixture.client.status().lastFailure()).isSameAs(failure);
		}
	}

	@Test
	void reasonStringOfARefusalIsRepeated() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.send(new Connack(false, ReasonCode.BANNED,
					Properties.builder().add(Property.REASON_STRING, "unpaid bills").build()));
			assertThat(ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class))
				.hasMessageEndingWith("the client is banned (0x8A), unpaid bills");
		}
	}

	@Test
	void unreachableBrokerFailsTheFirstConnect() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.broker.unreachable(new IOException("Connection refused"));
			assertThat(ClientFixture.awaitFailure(fixture.client.connectAsync(), MqttConnectionException.class))
				.hasMessage("Connection to broker.example.com:1883 failed: Connection refused");
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@Test
	void connectIsPossibleAfterAFailedOne() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.broker.unreachable(new IOException("Connection refused"));
			ClientFixture.awaitFailure(fixture.client.connectAsync(), MqttConnectionException.class);
			fixture.broker.unreachable(null);
			fixture.connect();
			assertThat(fixture.client.status().lastFailure()).isNull();
		}
	}

	@Test
	void missingConnackFailsTheConnectInTime() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			fixture.timer.advanceTo(ClientFixture.CONNECT_TIMEOUT);
			assertThat(ClientFixture.awaitFailure(connected, MqttTimeoutException.class))
				.hasMessage("The broker at broker.example.com:1883 did not accept a connection within 10000 ms");
			connection.expectClose();
		}
	}

	@Test
	void firstConnectIsRetriedIfThePolicySaysSo() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)))) {
			fixture.broker.unreachable(new IOException("Connection refused"));
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTING);
			fixture.broker.unreachable(null);
			fixture.timer.advance(Duration.ofMillis(500));
			fixture.broker.accept();
			ClientFixture.await(connected);
			assertThat(fixture.client.status().reconnects()).isZero();
		}
	}

	@Test
	void retriedConnectReportsATimeoutAndGoesOn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true))
					.connectTimeout(Duration.ofMillis(400)))) {
			fixture.broker.unreachable(new IOException("Connection refused"));
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			fixture.timer.advance(Duration.ofMillis(400));
			assertThat(ClientFixture.awaitFailure(connected, MqttTimeoutException.class))
				.hasMessageContaining("last failure: Connection to broker.example.com:1883 failed");
			fixture.broker.unreachable(null);
			fixture.timer.advance(Duration.ofMillis(100));
			fixture.broker.accept();
			ClientFixture.await(fixture.client.connectAsync());
		}
	}

	@Test
	void credentialsAreAskedForAtEveryAttempt() {
		Deque<Credentials> credentials = new ArrayDeque<>(
				List.of(Credentials.of("alice", "old"), Credentials.of("alice", "new")));
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.credentials(credentials::poll)
					.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)))) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).password()).asString().isEqualTo("old");
			connection.send(new Connack(false, ReasonCode.BAD_USER_NAME_OR_PASSWORD, Properties.NONE));
			fixture.timer.advanceTo(Duration.ofMillis(500));
			assertThat(fixture.broker.awaitConnection().expect(Connect.class).password()).asString().isEqualTo("new");
		}
	}

	@Test
	void credentialsMayTakeAWhile() {
		CompletableFuture<Credentials> credentials = new CompletableFuture<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.credentialsAsync(() -> credentials))) {
			fixture.client.connectAsync();
			fixture.timer.awaitTask(ClientFixture.CONNECT_TIMEOUT);
			assertThat(fixture.broker.hasConnection()).isFalse();
			credentials.complete(Credentials.of("alice", "secret"));
			assertThat(fixture.broker.awaitConnection().expect(Connect.class).username()).isEqualTo("alice");
		}
	}

	@Test
	void credentialsThatTakeTooLongFailTheConnect() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.credentialsAsync(CompletableFuture::new))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.timer.advanceTo(ClientFixture.CONNECT_TIMEOUT);
			ClientFixture.awaitFailure(connected, MqttTimeoutException.class);
		}
	}

	@Test
	void failureToSupplyCredentialsFailsTheConnect() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.credentials(() -> {
			throw new IllegalStateException("vault is sealed");
		}))) {
			assertThat(ClientFixture.awaitFailure(fixture.client.connectAsync(), MqttConnectionException.class))
				.hasMessage("The credentials for the broker could not be supplied")
				.hasRootCauseMessage("vault is sealed");
		}
	}

	@Test
	void sessionThatWasNotAskedForEndsTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.broker.awaitConnection().accept(true);
			assertThat(ClientFixture.awaitFailure(connected, MqttProtocolException.class).reasonCode())
				.isEqualTo(ReasonCode.PROTOCOL_ERROR);
		}
	}

	@Test
	void connectWhileConnectedReturnsTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.connect();
			assertThat(ClientFixture.await(fixture.client.connectAsync()))
				.isSameAs(fixture.client.status().connection());
			assertThat(fixture.broker.hasConnection()).isFalse();
		}
	}

	@Test
	void disconnectGivesUpAnAttemptToConnect() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			ClientFixture.await(fixture.client.disconnectAsync());
			assertThat(ClientFixture.awaitFailure(connected, MqttException.class))
				.hasMessage("The client was disconnected before the connection was made");
			connection.expectClose();
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void disconnectTellsTheBrokerAndClosesTheConnection(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
			assertThat(disconnected).isNotDone();
			connection.close();
			ClientFixture.await(disconnected);
			connection.expectClose();
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
			fixture.connect();
		}
	}

	@Test
	void connectionIsClosedEvenIfTheBrokerDoesNotReactToDisconnect() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			connection.expect(Disconnect.class);
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			ClientFixture.await(disconnected);
			connection.expectClose();
		}
	}

	@Test
	void passwordWithoutUserNameIsRefusedForMqtt311() {
		MqttClientBuilder builder = MqttClient.builder("mqtt://localhost").credentials(null, "secret");
		builder.build().close();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.protocolVersion(ProtocolVersion.MQTT_3_1_1).build())
			.withMessage("MQTT 3.1.1 knows no password without a user name; set both or use MQTT 5.0");
	}

	@Test
	void settingsOutOfRangeAreRefusedWithTheirName() {
		MqttClientBuilder builder = MqttClient.builder("mqtt://localhost");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.keepAlive(Duration.ofHours(20)).build())
			.withMessage("Keep alive must be from 0 to 65535 whole seconds but was PT20H");
		builder.keepAlive(Duration.ZERO);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.receiveMaximum(0).build())
			.withMessage("Receive maximum must be from 1 to 65535 but was 0");
		builder.receiveMaximum(1);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.operationTimeout(Duration.ZERO).build())
			.withMessage("Operation timeout must be more than zero and at most 365 days but was PT0S");
		builder.operationTimeout(Duration.ofSeconds(1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.protocolVersion(ProtocolVersion.MQTT_3_1_1).cleanStart(false).build())
			.withMessageContaining("set clientId or cleanStart(true)");
	}

}
