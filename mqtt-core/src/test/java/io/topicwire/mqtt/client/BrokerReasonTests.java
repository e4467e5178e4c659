package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.conformance.SpecificationTable;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the reasons with which an MQTT 5.0 broker refuses and ends connections.
 */
class BrokerReasonTests {

	static Stream<ReasonCode> refusals() {
		return reasonCodesOf("CONNACK").filter(ReasonCode::isError);
	}

	static Stream<ReasonCode> farewells() {
		return reasonCodesOf("DISCONNECT")
			.filter((reasonCode) -> reasonCode != ReasonCode.DISCONNECT_WITH_WILL_MESSAGE);
	}

	private static Stream<ReasonCode> reasonCodesOf(String packet) {
		return SpecificationTable.rows("mqtt-5.0-reason-codes.tsv")
			.stream()
			.filter((row) -> List.of(row.get(2).split(", ")).contains(packet))
			.map((row) -> ReasonCode.of(Integer.decode(row.get(0))));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	@Mqtt5({ "MQTT-3.1.3-8", "MQTT-3.1.4-2", "MQTT-3.2.2-7", "MQTT-3.2.2-12", "MQTT-3.2.2-13" })
	void refusalFailsTheConnectAndClosesTheConnection(ReasonCode reasonCode) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes("20 03 00 %02X 00".formatted(reasonCode.code()));
			assertThat(ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class).reasonCode())
				.isEqualTo(reasonCode);
			// The broker leaves its side open
			connection.expectClose();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "UNSUPPORTED_PROTOCOL_VERSION", "CLIENT_IDENTIFIER_NOT_VALID", "BAD_AUTHENTICATION_METHOD",
			"RETAIN_NOT_SUPPORTED", "QOS_NOT_SUPPORTED" })
	@Mqtt5({ "MQTT-3.1.3-8", "MQTT-3.2.2-12", "MQTT-3.2.2-13" })
	void refusalThatWillNotChangeIsNotRetried(ReasonCode reasonCode) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes("20 03 00 %02X 00".formatted(reasonCode.code()));
			ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
			fixture.timer.advance(Duration.ofDays(1));
			assertThat(fixture.broker.hasConnection()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "E0 00", "E0 01 8B" })
	@Mqtt5({ "MQTT-3.2.0-1", "MQTT-3.14.0-1" })
	void disconnectInsteadOfConnackFailsTheConnect(String disconnect) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes(disconnect);
			ClientFixture.awaitFailure(connected, MqttException.class);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@ParameterizedTest
	@MethodSource("farewells")
	@Mqtt5({ "MQTT-3.14.2-1", "MQTT-4.13.1-1", "MQTT-4.13.2-1" })
	void disconnectIsReportedWithItsReasonAndTheConnectionClosed(ReasonCode reasonCode) throws Exception {
		BlockingQueue<MqttException> failures = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.listener(new MqttClientListener() {

					@Override
					public void disconnected(@Nullable MqttException failure) {
						if (failure != null) {
							failures.add(failure);
						}
					}

				}))) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("E0 01 %02X".formatted(reasonCode.code()));
			// The broker leaves its side open
			connection.expectClose();
			assertThat(failures.poll(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(MqttDisconnectedException.class,
					(failure) -> assertThat(failure.reasonCode()).isEqualTo(reasonCode));
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.3-7")
	void assignedClientIdentifierIsUsedFromThenOn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.clientId("").sessionExpiry(Duration.ofSeconds(100)))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, "auto-1").build());
			assertThat(ClientFixture.await(connected).clientId()).isEqualTo("auto-1");
			Connect connect = fixture.reconnect(connection).expect(Connect.class);
			assertThat(connect.clientId()).isEqualTo("auto-1");
			assertThat(connect.cleanStart()).isFalse();
		}
	}

}
