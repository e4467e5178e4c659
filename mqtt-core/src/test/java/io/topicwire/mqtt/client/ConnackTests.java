package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a broker of MQTT 5.0 answers to CONNECT.
 */
class ConnackTests {

	@ParameterizedTest
	@ValueSource(strings = { "80", "81", "82", "83", "84", "85", "86", "87", "88", "89", "8A", "8C", "90", "95", "97",
			"99", "9A", "9B", "9C", "9D", "9F" })
	@Mqtt5("MQTT-3.2.2-7")
	void everyRefusalFailsTheConnectWithItsCodeAndClosesTheConnection(String code) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes("20 03 00 " + code + " 00");
			assertThat(ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class).reasonCode())
				.isEqualTo(reasonCode(code));
			connection.expectClose();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "85", "9A", "9B" })
	@Mqtt5({ "MQTT-3.1.3-8", "MQTT-3.2.2-12", "MQTT-3.2.2-13" })
	void refusalThatWillNotChangeIsNotRetried(String code) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			expectConnect(fixture).sendBytes("20 03 00 " + code + " 00");
			assertThat(ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class).reasonCode())
				.isEqualTo(reasonCode(code));
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
			fixture.timer.advance(Duration.ofDays(1));
			assertThat(fixture.broker.hasConnection()).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			20 03 02 00 00                   | 81 | reserved acknowledge flags
			20 03 01 00 00                   | 82 | session present after a clean start
			20 03 01 87 00                   | 82 | session present with a refusal
			20 03 00 01 00                   | 82 | reason code of another packet
			20 03 00 92 00                   | 82 | error code of another packet
			20 05 00 00 02 24 02             | 82 | Maximum QoS 2
			20 07 00 00 04 24 01 24 01       | 82 | Maximum QoS twice
			20 3E                            | 95 | CONNACK that is too large
			D0 00                            | 82 | PINGRESP
			30 04 00 01 'a' 00               | 82 | PUBLISH
			90 04 00 01 00 00                | 82 | SUBACK
			E0 00                            | 82 | DISCONNECT
			E0 01 8B                         | 82 | DISCONNECT with a reason
			""")
	@Mqtt5({ "MQTT-3.2.0-1", "MQTT-3.2.2-1", "MQTT-3.2.2-2", "MQTT-3.2.2-6", "MQTT-3.2.2-8", "MQTT-3.2.2-9",
			"MQTT-3.2.2-19", "MQTT-3.2.2-20", "MQTT-3.14.0-1" })
	void wrongAnswerToConnectIsAnsweredByDisconnect(String bytes, String code) {
		assertLeft((builder) -> builder.maximumPacketSize(63), bytes, code);
	}

	@Test
	@Mqtt5("MQTT-3.2.2-16")
	void brokerThatAssignsNoIdentifierIsLeft() {
		MqttProtocolException failure = assertLeft((builder) -> builder.clientId(""), "20 03 00 00 00", "82");
		assertThat(failure).hasMessageStartingWith("The broker was to assign a client identifier and did not");
	}

	@Test
	@Mqtt5("MQTT-3.1.3-2")
	void sessionOfAnotherIdentifierIsNotTakenOver() {
		MqttProtocolException failure = assertLeft((builder) -> builder.cleanStart(false),
				"20 0A 01 00 07 12 00 04 'clim'", "82");
		assertThat(failure)
			.hasMessage("The broker assigned the client identifier 'clim' to a client with the identifier 'meter-7'");
	}

	private static MqttProtocolException assertLeft(UnaryOperator<MqttClientBuilder> settings, String bytes,
			String code) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, settings)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes(bytes);
			connection.expectBytes("E0 01 " + code);
			MqttProtocolException failure = ClientFixture.awaitFailure(connected, MqttProtocolException.class);
			assertThat(failure.reasonCode()).isEqualTo(reasonCode(code));
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			connection.expectClose();
			assertThat(fixture.client.status().connection()).isNull();
			return failure;
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.3-7")
	void assignedIdentifierIsThatOfTheClientFromThenOn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.clientId(""))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.accept(false, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, "auto-1").build());
			assertThat(ClientFixture.await(connected).clientId()).isEqualTo("auto-1");
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			assertThat(fixture.broker.awaitConnection().expect(Connect.class).clientId()).isEqualTo("auto-1");
		}
	}

	@Test
	@Mqtt5("MQTT-3.2.2-21")
	void keepAliveOfZeroFromTheBrokerSwitchesPingsOff() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.accept(false, Properties.builder().add(Property.SERVER_KEEP_ALIVE, 0).build());
			assertThat(ClientFixture.await(connected).keepAlive()).isZero();
			fixture.timer.advance(Duration.ofDays(1));
			ClientFixture.await(fixture.client.publishAsync(MqttMessage.of("a", "x")));
			connection.expect(Publish.class);
		}
	}

	@Test
	void responseInformationIsAskedForAndFound() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.requestResponseInformation(true))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).properties().get(Property.REQUEST_RESPONSE_INFORMATION))
				.isOne();
			connection.sendBytes("20 09 00 00 06 1A 00 03 'r/7'");
			assertThat(ClientFixture.await(connected).responseInformation()).isEqualTo("r/7");
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.2-28")
	void responseInformationThatWasNotAskedForIsIgnored() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).properties().get(Property.REQUEST_RESPONSE_INFORMATION))
				.isNull();
			connection.sendBytes("20 09 00 00 06 1A 00 03 'r/7'");
			assertThat(ClientFixture.await(connected).responseInformation()).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			40 08 00 01 00 04                    | 1F 00 01 'x'              | PUBACK
			50 08 00 01 00 04                    | 1F 00 01 'x'              | PUBREC
			62 08 00 01 00 04                    | 1F 00 01 'x'              | PUBREL
			70 08 00 01 00 04                    | 1F 00 01 'x'              | PUBCOMP
			90 08 00 01 04                       | 1F 00 01 'x' 00           | SUBACK
			B0 08 00 01 04                       | 1F 00 01 'x' 00           | UNSUBACK
			F0 0A 00 08 15 00 01 'M'             | 1F 00 01 'x'              | AUTH
			40 0B 00 01 00 07                    | 26 00 01 'a' 00 01 'b'    | PUBACK
			50 0B 00 01 00 07                    | 26 00 01 'a' 00 01 'b'    | PUBREC
			62 0B 00 01 00 07                    | 26 00 01 'a' 00 01 'b'    | PUBREL
			70 0B 00 01 00 07                    | 26 00 01 'a' 00 01 'b'    | PUBCOMP
			90 0B 00 01 07                       | 26 00 01 'a' 00 01 'b' 00 | SUBACK
			B0 0B 00 01 07                       | 26 00 01 'a' 00 01 'b' 00 | UNSUBACK
			F0 0D 00 0B 15 00 01 'M'             | 26 00 01 'a' 00 01 'b'    | AUTH
			""")
	@Mqtt5("MQTT-3.1.2-29")
	void explanationThatWasNotWantedIsAnsweredByProtocolError(String header, String property, String packetType) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.requestProblemInformation(false))) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).properties().get(Property.REQUEST_PROBLEM_INFORMATION))
				.isZero();
			connection.sendBytes("20 03 00 00 00");
			connection.sendBytes(header + " " + property);
			connection.expectBytes("E0 01 82");
			assertThat(fixture.client.status().lastFailure())
				.hasMessage("The broker explains itself in " + packetType + " although it was asked not to");
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.2-29")
	void unwantedExplanationIsStillAllowedWhenTheConnectionIsAcceptedOrEnded() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.requestProblemInformation(false))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes("20 07 00 00 04 1F 00 01 'x'");
			assertThat(ClientFixture.await(connected).remarks().reasonString()).isEqualTo("x");
			connection.sendBytes("E0 06 89 04 1F 00 01 'y'");
			connection.expectClose();
			assertThat(fixture.client.status().lastFailure()).hasMessageEndingWith("(0x89), y");
		}
	}

	@Test
	void userPropertiesOfConnectAndConnackKeepTheirOrder() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.userProperty("b", "1").userProperty("a", "2").userProperty("b", "3"))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).properties().getAll(Property.USER_PROPERTY))
				.containsExactly(new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "3"));
			connection.sendBytes("20 11 00 00 0E 26 00 01 'y' 00 01 '1' 26 00 01 'x' 00 01 '2'");
			assertThat(ClientFixture.await(connected).remarks().userProperties())
				.containsExactly(new UserProperty("y", "1"), new UserProperty("x", "2"));
		}
	}

	@Test
	void serverReferenceOfARefusalCanBeFollowed() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			expectConnect(fixture).sendBytes("20 0A 00 9C 07 1C 00 04 'b:18'");
			MqttConnectRefusedException failure = ClientFixture.awaitFailure(connected,
					MqttConnectRefusedException.class);
			assertThat(failure.remarks().serverReference()).isEqualTo("b:18");
			assertThat(failure).isInstanceOf(MqttException.class).hasMessageEndingWith("server reference 'b:18'");
		}
	}

	private static FakeConnection expectConnect(ClientFixture fixture) {
		FakeConnection connection = fixture.broker.awaitConnection();
		connection.expect(Connect.class);
		return connection;
	}

	private static ReasonCode reasonCode(String code) {
		return ReasonCode.of(Integer.parseInt(code, 16));
	}

}
