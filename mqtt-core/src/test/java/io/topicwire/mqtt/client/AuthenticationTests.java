package io.topicwire.mqtt.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.VersionNegotiation;
import io.topicwire.mqtt.auth.MqttAuthenticationException;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Subscribe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for enhanced authentication.
 */
class AuthenticationTests {

	private static final String ACCEPTED = "20 07 00 00 04 15 00 01 'M'";

	private static final String COMPLETED = "20 0B 00 00 08 15 00 01 'M' 16 00 01 'f'";

	private final TestAuthenticator authenticator = new TestAuthenticator();

	@Test
	@Mqtt5({ "MQTT-4.12.0-3", "MQTT-4.12.0-5" })
	void everyChallengeIsAnsweredUntilTheBrokerIsContent() {
		try (ClientFixture fixture = fixture()) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			Connect connect = connection.expect(Connect.class);
			assertThat(connect.properties().get(Property.AUTHENTICATION_METHOD)).isEqualTo("M");
			assertThat(connect.properties().get(Property.AUTHENTICATION_DATA)).asString().isEqualTo("1");
			connection.sendBytes(challenge("a"));
			connection.expectBytes(answer("A"));
			connection.sendBytes(challenge("b"));
			connection.expectBytes(answer("B"));
			connection.sendBytes(COMPLETED);
			ClientFixture.await(connected);
			assertThat(this.authenticator.events).containsExactly("1 begins", "1 is asked a", "1 is asked b",
					"1 is completed by f");
			assertThat(this.authenticator.threads).containsExactly("mqtt-meter-7-connect",
					"mqtt-meter-7-authentication", "mqtt-meter-7-authentication", "mqtt-meter-7-authentication");
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.2-30")
	void everythingElseWaitsForConnack() {
		try (ClientFixture fixture = fixture()) {
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, new Recorder());
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			connection.sendBytes(challenge("a"));
			connection.expectBytes(answer("A"));
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			connection.sendBytes(challenge("b"));
			connection.expectBytes(answer("B"));
			connection.sendBytes(ACCEPTED);
			ClientFixture.await(connected);
			connection.expect(Subscribe.class);
			connection.expect(Publish.class);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			20 03 00 00 00                 | 82 | CONNACK without the method
			20 07 00 00 04 15 00 01 'N'    | 82 | CONNACK with another method
			F0 06 18 04 15 00 01 'N'       | 82 | AUTH with another method
			F0 00                          | 82 | AUTH without a method
			F0 06 00 04 15 00 01 'M'       | 82 | AUTH that ends what has not begun
			F0 06 19 04 15 00 01 'M'       | 82 | AUTH with a reason code for clients
			F0 06 80 04 15 00 01 'M'       | 82 | AUTH with a reason code of other packets
			F1 06 18 04 15 00 01 'M'       | 81 | AUTH with flags
			30 04 00 01 'a' 00             | 82 | PUBLISH
			""")
	@Mqtt5({ "MQTT-3.15.1-1", "MQTT-3.15.2-1", "MQTT-4.12.0-2", "MQTT-4.12.0-5" })
	void packetThatDoesNotBelongToTheExchangeEndsIt(String bytes, String code) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.authenticator(this.authenticator))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes(bytes);
			connection.expectBytes("E0 01 " + code);
			ClientFixture.awaitFailure(connected, MqttProtocolException.class);
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			connection.expectClose();
			awaitEvents("1 begins", "1 has failed");
		}
	}

	@Test
	@Mqtt5("MQTT-4.12.0-6")
	void brokerMustNotBeginAnExchange() {
		assertPlainClientLeaves("F0 06 18 04 15 00 01 'M'",
				"The broker sent AUTH, which it must not send at this point");
		assertPlainClientLeaves(ACCEPTED,
				"The broker sent CONNACK with an Authentication Method although CONNECT had none");
	}

	private static void assertPlainClientLeaves(String bytes, String message) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes(bytes);
			connection.expectBytes("E0 01 82");
			assertThat(ClientFixture.awaitFailure(connected, MqttProtocolException.class)).hasMessage(message);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "8C", "87" })
	@Mqtt5({ "MQTT-4.12.0-1", "MQTT-4.12.0-4" })
	void refusalEndsTheExchangeAndIsNotRetried(String code) {
		try (ClientFixture fixture = fixture()) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes(challenge("a"));
			connection.expectBytes(answer("A"));
			connection.sendBytes("20 03 00 " + code + " 00");
			assertThat(ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class).reasonCode())
				.isEqualTo(ReasonCode.of(Integer.parseInt(code, 16)));
			connection.expectClose();
			awaitEvents("1 begins", "1 is asked a", "1 has failed");
			assertThatClientHasGivenUp(fixture);
		}
	}

	@Test
	@Mqtt5("MQTT-4.12.0-4")
	void connectionThatEndsEndsTheExchangeAndTheNextOneIsNew() {
		try (ClientFixture fixture = fixture()) {
			fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes(challenge("a"));
			connection.expectBytes(answer("A"));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			Connect again = fixture.broker.awaitConnection().expect(Connect.class);
			assertThat(again.properties().get(Property.AUTHENTICATION_DATA)).asString().isEqualTo("2");
			Awaitility.await().until(() -> this.authenticator.events.contains("1 has failed"));
		}
	}

	@Test
	void nothingOfTheBrokerCountsBeforeItIsKnownToBeAuthentic() {
		Recorder recorder = new Recorder();
		try (ClientFixture fixture = fixture()) {
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, recorder);
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			this.authenticator.gate = new CompletableFuture<>();
			connection.sendBytes(COMPLETED + " 30 05 00 01 'a' 00 'x'");
			Awaitility.await().until(() -> this.authenticator.events.contains("1 is completed by f"));
			assertThat(connected).isNotDone();
			assertThat(recorder.isEmpty()).isTrue();
			this.authenticator.gate.complete(null);
			ClientFixture.await(connected);
			assertThat(recorder.next().payloadAsString()).isEqualTo("x");
		}
	}

	@Test
	void brokerThatIsNotAuthenticIsLeftForGood() {
		try (ClientFixture fixture = fixture()) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes("20 0B 00 00 08 15 00 01 'M' 16 00 01 '?'");
			connection.expectBytes("E0 01 80");
			assertThat(ClientFixture.awaitFailure(connected, MqttAuthenticationException.class))
				.hasMessage("No question marks");
			awaitEvents("1 begins", "1 is completed by ?", "1 has failed");
			assertThatClientHasGivenUp(fixture);
		}
	}

	@Test
	void otherFailureOfTheMethodMayPass() {
		try (ClientFixture fixture = fixture()) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes("20 0B 00 00 08 15 00 01 'M' 16 00 01 '!'");
			connection.expectBytes("E0 01 80");
			connection.close();
			connection.expectClose();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection next = expectConnect(fixture);
			// Forgotten as soon as there is a connection
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttConnectionException.class)
				.hasRootCauseMessage("vault is sealed");
			next.sendBytes(ACCEPTED);
			ClientFixture.await(connected);
		}
	}

	@Test
	void answerThatTakesTooLongFailsTheConnect() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.authenticator(this.authenticator))) {
			this.authenticator.gate = new CompletableFuture<>();
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.sendBytes(challenge("a"));
			Awaitility.await().until(() -> this.authenticator.events.contains("1 is asked a"));
			fixture.timer.advanceTo(ClientFixture.CONNECT_TIMEOUT);
			ClientFixture.awaitFailure(connected, MqttTimeoutException.class);
			// Too late
			this.authenticator.gate.complete(null);
			connection.expectClose();
			awaitEvents("1 begins", "1 is asked a", "1 has failed");
		}
	}

	@Test
	void answerThatIsTooLongFailsTheAttemptAtOnce() {
		// Greek letters that are three times as long in upper case
		String challenge = "x".repeat(65_000) + "\u0390".repeat(200);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.authenticator(this.authenticator))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			connection.send(new Auth(ReasonCode.CONTINUE_AUTHENTICATION,
					Properties.builder()
						.add(Property.AUTHENTICATION_METHOD, "M")
						.add(Property.AUTHENTICATION_DATA, challenge.getBytes(StandardCharsets.UTF_8))
						.build()));
			assertThat(ClientFixture.awaitFailure(connected, MqttException.class))
				.hasMessageContaining("must have at most 65535 bytes but has 66200");
			connection.expectBytes("E0 01 80");
			awaitEvents("1 begins", "1 is asked " + challenge, "1 has failed");
		}
	}

	@Test
	void clientLeavesIfItCannotSendWhatTheMethodWantsToSay() {
		try (ClientFixture fixture = fixture()) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = expectConnect(fixture);
			// Maximum Packet Size 10
			connection.sendBytes("20 0C 00 00 09 27 00 00 00 0A 15 00 01 'M'");
			ClientFixture.await(connected);
			CompletableFuture<?> again = fixture.client.reauthenticateAsync();
			ClientFixture.awaitFailure(again, PacketTooLargeException.class);
			connection.expectBytes("E0 01 80");
			awaitEvents("1 begins", "1 is completed by nothing", "2 begins", "2 has failed");
		}
	}

	@Test
	@Mqtt5("MQTT-4.12.0-7")
	void plainConnectionCannotBeAuthenticatedAgain() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			assertThat(ClientFixture.awaitFailure(fixture.client.reauthenticateAsync(), MqttException.class))
				.hasMessage("There is nothing to authenticate with again; build the client with an authenticator");
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			connection.expect(Publish.class);
		}
	}

	@Test
	void connectionThatIsNotThereCannotBeAuthenticatedAgain() {
		try (ClientFixture fixture = fixture()) {
			assertThat(ClientFixture.awaitFailure(fixture.client.reauthenticateAsync(), MqttConnectionException.class))
				.hasMessage("There is no connection to authenticate again");
		}
	}

	@Test
	@Mqtt5("MQTT-4.12.1-1")
	void connectionIsAuthenticatedAgainWithTheSameMethodWhileItGoesOn() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = connect(fixture);
			CompletableFuture<?> first = fixture.client.reauthenticateAsync();
			connection.expectBytes("F0 0A 19 08 15 00 01 'M' 16 00 01 '2'");
			CompletableFuture<?> second = fixture.client.reauthenticateAsync();
			connection.sendBytes(challenge("a"));
			connection.expectBytes(answer("A"));
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			connection.expect(Publish.class);
			assertThat(first).isNotDone();
			connection.sendBytes("F0 0A 00 08 15 00 01 'M' 16 00 01 'f'");
			ClientFixture.await(first);
			ClientFixture.await(second);
			awaitEvents("1 begins", "1 is completed by nothing", "2 begins", "2 is asked a", "2 is completed by f");
			fixture.client.reauthenticateAsync();
			connection.expectBytes("F0 0A 19 08 15 00 01 'M' 16 00 01 '3'");
		}
	}

	@Test
	void clientThatLeavesInTheMiddleOfItLeavesWithoutAnError() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = connect(fixture);
			CompletableFuture<?> again = fixture.client.reauthenticateAsync();
			connection.expectBytes("F0 0A 19 08 15 00 01 'M' 16 00 01 '2'");
			Duration timeout = Duration.ofSeconds(1);
			CompletableFuture<?> left = fixture.client.disconnectAsync(DisconnectOptions.DEFAULT.timeout(timeout));
			fixture.timer.advanceTo(timeout);
			connection.expectBytes("E0 00");
			connection.close();
			ClientFixture.awaitFailure(left, MqttTimeoutException.class);
			ClientFixture.awaitFailure(again, MqttException.class);
		}
	}

	@Test
	@Mqtt5("MQTT-4.12.1-2")
	void brokerMayRefuseToAuthenticateAgain() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = connect(fixture);
			CompletableFuture<?> again = fixture.client.reauthenticateAsync();
			connection.expectBytes("F0 0A 19 08 15 00 01 'M' 16 00 01 '2'");
			connection.sendBytes("E0 01 87");
			assertThat(ClientFixture.awaitFailure(again, MqttDisconnectedException.class).reasonCode())
				.isEqualTo(ReasonCode.NOT_AUTHORIZED);
			connection.expectClose();
			Awaitility.await().until(() -> this.authenticator.events.contains("2 has failed"));
			assertThatClientHasGivenUp(fixture);
		}
	}

	@Test
	@Mqtt5("MQTT-4.12.1-2")
	void clientLeavesIfTheMethodRefusesTheBrokerWhenItAuthenticatesAgain() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = connect(fixture);
			CompletableFuture<?> again = fixture.client.reauthenticateAsync();
			connection.expectBytes("F0 0A 19 08 15 00 01 'M' 16 00 01 '2'");
			connection.sendBytes("F0 0A 00 08 15 00 01 'M' 16 00 01 '?'");
			connection.expectBytes("E0 01 80");
			ClientFixture.awaitFailure(again, MqttAuthenticationException.class);
			connection.close();
			connection.expectClose();
			assertThatClientHasGivenUp(fixture);
		}
	}

	@Test
	void connectionEndsThatIsNotAuthenticatedAgainInTime() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = connect(fixture);
			CompletableFuture<?> again = fixture.client.reauthenticateAsync();
			connection.expectBytes("F0 0A 19 08 15 00 01 'M' 16 00 01 '2'");
			fixture.timer.advanceTo(ClientFixture.OPERATION_TIMEOUT);
			connection.expectBytes("E0 01 80");
			assertThat(ClientFixture.awaitFailure(again, MqttTimeoutException.class))
				.hasMessage("The re-authentication was not finished after 30000 ms");
		}
	}

	@Test
	@Mqtt5("MQTT-3.15.2-1")
	void brokerMustNotAuthenticateAgainUnasked() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = connect(fixture);
			connection.sendBytes("F0 06 00 04 15 00 01 'M'");
			connection.expectBytes("E0 01 82");
		}
	}

	@ParameterizedTest
	@EnumSource(VersionNegotiation.class)
	void authenticationNeedsMqtt5(VersionNegotiation negotiation) {
		MqttClientBuilder builder = MqttClient.builder("mqtt://localhost").authenticator(this.authenticator);
		builder.build().close();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.protocolVersion(negotiation).build())
			.withMessage("Enhanced authentication needs MQTT 5.0; set protocolVersion(MQTT_5)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.protocolVersion(ProtocolVersion.MQTT_3_1_1).build())
			.withMessage("Enhanced authentication needs MQTT 5.0; set protocolVersion(MQTT_5)");
	}

	private ClientFixture fixture() {
		return new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.authenticator(this.authenticator)
					.keepAlive(Duration.ZERO)
					.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)));
	}

	private static FakeConnection expectConnect(ClientFixture fixture) {
		FakeConnection connection = fixture.broker.awaitConnection();
		connection.expect(Connect.class);
		return connection;
	}

	private static FakeConnection connect(ClientFixture fixture) {
		CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
		FakeConnection connection = expectConnect(fixture);
		connection.sendBytes(ACCEPTED);
		ClientFixture.await(connected);
		return connection;
	}

	private static String challenge(String data) {
		return "F0 0A 18 08 15 00 01 'M' 16 00 01 '" + data + "'";
	}

	private static String answer(String data) {
		return challenge(data);
	}

	private void awaitEvents(String... events) {
		Awaitility.await().untilAsserted(() -> assertThat(this.authenticator.events).containsExactly(events));
	}

	private static void assertThatClientHasGivenUp(ClientFixture fixture) {
		Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.DISCONNECTED);
		fixture.timer.advance(Duration.ofDays(1));
		assertThat(fixture.broker.hasConnection()).isFalse();
	}

}
