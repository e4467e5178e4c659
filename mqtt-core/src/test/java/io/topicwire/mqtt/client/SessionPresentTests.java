package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which session a broker may continue.
 */
class SessionPresentTests {

	// What an earlier process has left is session state the client holds once its
	// builder says cleanStart(false): it is declared, although not known in detail
	@Test
	@Mqtt5("MQTT-3.2.2-3")
	void sessionOfAnEarlierProcessIsContinuedIfTheClientDeclaresItToBeItsOwn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).sessionExpiry(Duration.ofSeconds(100)))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).cleanStart()).isFalse();
			connection.sendBytes("20 03 01 00 00");
			assertThat(ClientFixture.await(connected).sessionPresent()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Mqtt5("MQTT-3.2.2-4")
	void sessionIsLeftThatTheClientHoldsNothingOf(boolean endedByTheClient) {
		try (ClientFixture fixture = lasting()) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			Properties agreed = Properties.builder()
				.add(Property.SESSION_EXPIRY_INTERVAL, endedByTheClient ? 100L : 0L)
				.build();
			connection.accept(false, agreed);
			ClientFixture.await(connected);
			if (endedByTheClient) {
				CompletableFuture<?> disconnected = fixture.client
					.disconnectAsync(DisconnectOptions.DEFAULT.sessionExpiry(Duration.ZERO));
				connection.expect(Disconnect.class);
				connection.close();
				ClientFixture.await(disconnected);
				fixture.client.connectAsync();
			}
			else {
				connection.close();
				fixture.timer.advanceTo(Duration.ofMillis(500));
			}
			connection = fixture.broker.awaitConnection();
			assertThat(connection.expect(Connect.class).cleanStart()).isTrue();
			connection.sendBytes("20 03 01 00 00");
			connection.expectBytes("E0 01 82");
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			connection.expectClose();
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttProtocolException.class)
				.hasMessage("The broker continues a session although a new one was asked for");
		}
	}

	@Test
	void sessionExpiryOfTheBrokerDecidesWhetherThereIsASessionToContinue() {
		try (ClientFixture fixture = lasting()) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.accept(false, Properties.builder().add(Property.SESSION_EXPIRY_INTERVAL, 5L).build());
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			assertThat(fixture.broker.awaitConnection().expect(Connect.class).cleanStart()).isFalse();
		}
	}

	private static ClientFixture lasting() {
		return new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.sessionExpiry(Duration.ofSeconds(100)));
	}

}
