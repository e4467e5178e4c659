package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bytes that a connection ends with.
 */
class ConnectionEndTests {

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.14.1-1", "MQTT-3.14.4-1", "MQTT-3.14.4-2" })
	@Mqtt3({ "MQTT-3.14.1-1", "MQTT-3.14.4-1", "MQTT-3.14.4-2", "MQTT-3.14.4-3" })
	void disconnectIsTheLastPacketAndTheConnectionIsClosedAfterIt(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			connection.expectBytes("E0 00");
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, new Recorder());
			// The broker keeps its side open
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			ClientFixture.await(disconnected);
			connection.expectClose();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.14.4-1")
	@Mqtt3("MQTT-3.14.4-2")
	void nothingFollowsDisconnectAlthoughMessagesArePublishedAtTheSameTime(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> IntStream.range(0, 1000)
				.forEach((i) -> fixture.client.publishAsync(MqttMessage.of("a", "x"))));
			connection.expect(Publish.class);
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			Packet packet;
			do {
				packet = connection.expect(Packet.class);
			}
			while (packet instanceof Publish);
			assertThat(packet).isInstanceOf(Disconnect.class);
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			ClientFixture.await(disconnected);
			connection.expectClose();
			ClientFixture.await(publishing);
		}
	}

	@Test
	@Mqtt3({ "MQTT-3.14.1-1", "MQTT-3.14.4-3" })
	void closingAClientOfMqtt3IsANormalEnd() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(fixture.client::close);
			connection.expectBytes("E0 00");
			connection.close();
			ClientFixture.await(closed);
		}
	}

}
