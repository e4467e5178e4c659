package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Maximum Packet Size in both directions.
 */
class PacketSizeTests {

	@Test
	@Mqtt5("MQTT-3.2.2-15")
	void packetThatIsTooLargeForTheBrokerFailsWithoutBeingSentAndHurtsNobody() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes("20 08 00 00 05 27 00 00 00 0C");
			ClientFixture.await(connected);
			CompletableFuture<PublishResult> tooLarge = publish(fixture, "12345", QoS.AT_LEAST_ONCE);
			CompletableFuture<?> subscribed = fixture.client.subscribeAsync("topic", QoS.AT_MOST_ONCE, (message) -> {
			});
			CompletableFuture<PublishResult> largest = publish(fixture, "1234", QoS.AT_LEAST_ONCE);
			// The packet identifiers before belong to what was not sent
			connection.expectBytes("32 0A 00 01 'a' 00 03 00 '1234'");
			assertThat(ClientFixture.awaitFailure(tooLarge, PacketTooLargeException.class)).hasMessage(
					"PUBLISH packet of 13 bytes is larger than the Maximum Packet Size of 12 bytes; send less at a time");
			assertThat(ClientFixture.awaitFailure(subscribed, MqttException.class))
				.hasStackTraceContaining("larger than the Maximum Packet Size of 12 bytes");
			connection.sendBytes("40 02 00 03");
			ClientFixture.await(largest);
		}
	}

	@Test
	@Mqtt5("MQTT-3.2.2-15")
	void smallerMaximumOfTheNextConnectionHoldsForWhatIsSentAgain() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> tooLarge = publish(fixture, "12345", QoS.AT_LEAST_ONCE);
			CompletableFuture<PublishResult> largest = publish(fixture, "1234", QoS.AT_LEAST_ONCE);
			connection.expectBytes("32 0B 00 01 'a' 00 01 00 '12345'  32 0A 00 01 'a' 00 02 00 '1234'");
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection();
			again.expect(Connect.class);
			again.sendBytes("20 08 01 00 05 27 00 00 00 0C");
			again.expectBytes("3A 0A 00 01 'a' 00 02 00 '1234'");
			ClientFixture.awaitFailure(tooLarge, PacketTooLargeException.class);
			again.sendBytes("40 02 00 02");
			ClientFixture.await(largest);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1F 00 0D 'a long reason'", "26 00 05 'a lon' 00 06 'g name'" })
	@Mqtt5({ "MQTT-3.2.2-19", "MQTT-3.2.2-20" })
	void connackThatIsTooLargeFailsTheConnect(String property) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.maximumPacketSize(20))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes("20 13 00 00 10 " + property);
			assertThat(ClientFixture.awaitFailure(connected, MqttProtocolException.class).reasonCode())
				.isEqualTo(ReasonCode.PACKET_TOO_LARGE);
			connection.expectBytes("E0 01 95");
			connection.close();
			connection.expectClose();
		}
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.maximumPacketSize(21))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes("20 13 00 00 10 " + property);
			ClientFixture.await(connected);
		}
	}

	private static CompletableFuture<PublishResult> publish(ClientFixture fixture, String payload, QoS qos) {
		return fixture.client.publishAsync(MqttMessage.of("a", payload).qos(qos));
	}

}
