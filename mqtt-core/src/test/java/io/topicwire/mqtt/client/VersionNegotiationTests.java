package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttUnsupportedVersionException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.VersionNegotiation;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the version of MQTT that is spoken.
 */
class VersionNegotiationTests {

	private static final ReconnectPolicy PERSISTENT = ReconnectPolicy.DEFAULT.firstConnect(true);

	@ParameterizedTest
	@MethodSource("refusals")
	void refusedMqtt5IsFollowedByMqtt311AtOnce(Consumer<FakeConnection> refusal) {
		try (ClientFixture fixture = negotiating(ReconnectPolicy.NEVER)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			refusal.accept(expectConnect(fixture, ProtocolVersion.MQTT_5));
			accept(expectConnect(fixture, ProtocolVersion.MQTT_3_1_1));
			assertThat(ClientFixture.await(connected).protocolVersion()).isEqualTo(ProtocolVersion.MQTT_3_1_1);
			assertThat(fixture.client.status().lastFailure()).isNull();
		}
	}

	static Stream<Named<Consumer<FakeConnection>>> refusals() {
		return Stream.of(Named.of("MQTT 5.0", (connection) -> connection.sendBytes(0x20, 0x03, 0x00, 0x84, 0x00)),
				Named.of("MQTT 3.1.1", (connection) -> connection.sendBytes(0x20, 0x02, 0x00, 0x01)),
				Named.of("no answer", FakeConnection::close),
				Named.of("CONNACK that is none", (connection) -> connection.sendBytes(0x20, 0x03, 0x00, 0x01, 0x00)));
	}

	@Test
	void versionThatWorksIsKeptForReconnects() {
		try (ClientFixture fixture = negotiating(PERSISTENT)) {
			fixture.client.connectAsync();
			expectConnect(fixture, ProtocolVersion.MQTT_5).close();
			FakeConnection connection = expectConnect(fixture, ProtocolVersion.MQTT_3_1_1);
			accept(connection);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			expectConnect(fixture, ProtocolVersion.MQTT_3_1_1);
		}
	}

	@Test
	void brokerThatFailsInBothVersionsIsAskedForMqtt5AgainAfterTheDelay() {
		try (ClientFixture fixture = negotiating(PERSISTENT)) {
			fixture.client.connectAsync();
			expectConnect(fixture, ProtocolVersion.MQTT_5).close();
			expectConnect(fixture, ProtocolVersion.MQTT_3_1_1).close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			expectConnect(fixture, ProtocolVersion.MQTT_5);
		}
	}

	@Test
	void brokerThatSpeaksMqtt5IsNotTakenForAnOldOneWhenItClosesAConnection() {
		try (ClientFixture fixture = negotiating(PERSISTENT)) {
			fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture, ProtocolVersion.MQTT_5);
			connection.sendBytes(0x20, 0x03, 0x00, 0x00, 0x00);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			expectConnect(fixture, ProtocolVersion.MQTT_5).close();
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			expectConnect(fixture, ProtocolVersion.MQTT_5);
		}
	}

	@Test
	void brokerThatRefusesBothVersionsIsLeft() {
		try (ClientFixture fixture = negotiating(PERSISTENT)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			expectConnect(fixture, ProtocolVersion.MQTT_5).sendBytes(0x20, 0x03, 0x00, 0x84, 0x00);
			expectConnect(fixture, ProtocolVersion.MQTT_3_1_1).sendBytes(0x20, 0x02, 0x00, 0x01);
			assertThat(ClientFixture.awaitFailure(connected, MqttUnsupportedVersionException.class).version())
				.isEqualTo(ProtocolVersion.MQTT_3_1_1);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.2-2")
	void fixedMqtt5ThatIsRefusedIsNeverReplacedOrTriedAgain(ProtocolVersion formOfAnswer) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(PERSISTENT))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture, ProtocolVersion.MQTT_5);
			if (formOfAnswer == ProtocolVersion.MQTT_5) {
				connection.sendBytes(0x20, 0x03, 0x00, 0x84, 0x00);
			}
			else {
				connection.sendBytes(0x20, 0x02, 0x00, 0x01);
			}
			assertThat(ClientFixture.awaitFailure(connected, MqttUnsupportedVersionException.class).version())
				.isEqualTo(ProtocolVersion.MQTT_5);
			connection.expectClose();
			assertThatNothingFollows(fixture);
		}
	}

	@Test
	@Mqtt3("MQTT-3.1.2-2")
	void fixedMqtt311ThatIsRefusedIsNeverReplacedOrTriedAgain() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.reconnect(PERSISTENT))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture, ProtocolVersion.MQTT_3_1_1);
			connection.sendBytes(0x20, 0x02, 0x00, 0x01);
			assertThat(ClientFixture.awaitFailure(connected, MqttUnsupportedVersionException.class).version())
				.isEqualTo(ProtocolVersion.MQTT_3_1_1);
			connection.expectClose();
			assertThatNothingFollows(fixture);
		}
	}

	@Test
	void settingsHaveToMakeSenseInBothVersions() {
		MqttClientBuilder builder = MqttClient.builder("mqtt://localhost").protocolVersion(VersionNegotiation.AUTO);
		builder.build().close();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.credentials(null, "secret").build())
			.withMessageStartingWith("MQTT 3.1.1 knows no password without a user name");
		builder.credentials(null, (String) null);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.cleanStart(false).build())
			.withMessageStartingWith("MQTT 3.1.1 keeps a session only for a client with a client identifier");
		builder.clientId("meter-7");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.cleanStart(false).build())
			.withMessageEndingWith("for both versions set cleanStart(false) and a session expiry, or none of them");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.cleanStart(true).sessionExpiry(Duration.ofHours(1)).build())
			.withMessageEndingWith("for both versions set cleanStart(false) and a session expiry, or none of them");
		builder.cleanStart(false).build().close();
	}

	private static ClientFixture negotiating(ReconnectPolicy policy) {
		return new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.protocolVersion(VersionNegotiation.AUTO).reconnect(policy));
	}

	private static FakeConnection expectConnect(ClientFixture fixture, ProtocolVersion version) {
		FakeConnection connection = fixture.broker.awaitConnection();
		assertThat(connection.expect(Connect.class).protocolVersion()).isEqualTo(version);
		return connection;
	}

	// In MQTT 3.1.1
	private static void accept(FakeConnection connection) {
		connection.sendBytes(0x20, 0x02, 0x00, 0x00);
	}

	private static void assertThatNothingFollows(ClientFixture fixture) {
		assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		fixture.timer.advance(Duration.ofMinutes(5));
		assertThat(fixture.broker.hasConnection()).isFalse();
	}

}
