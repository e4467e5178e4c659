package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.fake.FakeConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a client needs nothing but the packets of the specification.
 */
class ConversationTests {

	@Test
	@Mqtt3("MQTT-7.0.0-2")
	void everyPacketOfMqtt3IsOfTheSpecification() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expectBytes("10 13 00 04 'MQTT' 04 02 00 3C 00 07 'meter-7'");
			connection.sendBytes("20 02 00 00");
			ClientFixture.await(connected);
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("a/+", QoS.EXACTLY_ONCE,
					handler);
			connection.expectBytes("82 08 00 01 00 03 'a/+' 02");
			connection.sendBytes("90 03 00 01 02");
			Subscription subscription = ClientFixture.await(subscribed);
			receive(connection, handler);
			publish(fixture, connection);
			CompletableFuture<Duration> pinged = fixture.client.pingAsync();
			connection.expectBytes("C0 00");
			connection.sendBytes("D0 00");
			ClientFixture.await(pinged);
			CompletableFuture<?> unsubscribed = subscription.unsubscribeAsync();
			connection.expectBytes("A2 07 00 04 00 03 'a/+'");
			connection.sendBytes("B0 02 00 04");
			ClientFixture.await(unsubscribed);
			fixture.client.disconnectAsync();
			connection.expectBytes("E0 00");
			connection.close();
			connection.expectClose();
		}
	}

	private void receive(FakeConnection connection, Recorder handler) {
		connection.sendBytes("30 06 00 03 'a/0' 'x'");
		connection.sendBytes("33 08 00 03 'a/1' 00 01 'y'");
		connection.expectBytes("40 02 00 01");
		connection.sendBytes("34 08 00 03 'a/2' 00 01 'z'");
		connection.expectBytes("50 02 00 01");
		connection.sendBytes("62 02 00 01");
		connection.expectBytes("70 02 00 01");
		assertHandled(handler, MqttMessage.of("a/0", "x"));
		assertHandled(handler, MqttMessage.of("a/1", "y").qos(QoS.AT_LEAST_ONCE).retain(true));
		assertHandled(handler, MqttMessage.of("a/2", "z").qos(QoS.EXACTLY_ONCE));
	}

	private void assertHandled(Recorder handler, MqttMessage message) {
		assertThat(handler.next()).usingRecursiveComparison().isEqualTo(message);
	}

	private void publish(ClientFixture fixture, FakeConnection connection) {
		CompletableFuture<PublishResult> atMostOnce = fixture.client
			.publishAsync(MqttMessage.of("b", "x").retain(true).contentType("text/plain"));
		connection.expectBytes("31 04 00 01 'b' 'x'");
		ClientFixture.await(atMostOnce);
		CompletableFuture<PublishResult> atLeastOnce = fixture.client
			.publishAsync(MqttMessage.of("b", "y").qos(QoS.AT_LEAST_ONCE));
		connection.expectBytes("32 06 00 01 'b' 00 02 'y'");
		connection.sendBytes("40 02 00 02");
		ClientFixture.await(atLeastOnce);
		CompletableFuture<PublishResult> exactlyOnce = fixture.client
			.publishAsync(MqttMessage.of("b", "z").qos(QoS.EXACTLY_ONCE));
		connection.expectBytes("34 06 00 01 'b' 00 03 'z'");
		connection.sendBytes("50 02 00 03");
		connection.expectBytes("62 02 00 03");
		connection.sendBytes("70 02 00 03");
		ClientFixture.await(exactlyOnce);
	}

}
