package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Receive Maximum of the broker.
 */
class SendQuotaTests {

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-4.9.0-2" })
	void everyAcknowledgementMakesRoomForOneMoreMessage() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture, 2);
			publish(fixture, 5, QoS.AT_LEAST_ONCE);
			expect(connection, 1);
			expect(connection, 2);
			assertNothingMore(fixture, connection);
			for (int packetIdentifier = 3; packetIdentifier <= 5; packetIdentifier++) {
				connection.send(new Puback(packetIdentifier - 2));
				expect(connection, packetIdentifier);
				assertNothingMore(fixture, connection);
			}
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-4.9.0-2" })
	void pubcompAndPubrecThatRefusesMakeRoomButPubrecDoesNot() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture, 1);
			publish(fixture, 3, QoS.EXACTLY_ONCE);
			expect(connection, 1);
			connection.send(new Pubrec(1));
			connection.expect(Pubrel.class);
			assertNothingMore(fixture, connection);
			connection.send(new Pubcomp(1));
			expect(connection, 2);
			connection.send(new Pubrec(2, ReasonCode.QUOTA_EXCEEDED, Properties.NONE));
			expect(connection, 3);
		}
	}

	@Test
	@Mqtt5("MQTT-4.9.0-2")
	void repeatedAcknowledgementsMakeNoRoom() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture, 1);
			publish(fixture, 3, QoS.AT_LEAST_ONCE);
			expect(connection, 1);
			connection.send(new Puback(1), new Puback(1), new Puback(1), new Pubcomp(1));
			expect(connection, 2);
			assertNothingMore(fixture, connection);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.3.4-8", "MQTT-4.9.0-3" })
	void everythingElseGoesOnWhenTheQuotaIsUsedUp() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			ClientFixture.await(fixture.client.subscribeAsync("in", QoS.EXACTLY_ONCE, handler));
			FakeConnection connection = connect(fixture, 1);
			ClientFixture.grant(connection);
			publish(fixture, 2, QoS.AT_LEAST_ONCE);
			expect(connection, 2);
			fixture.client.publishAsync(MqttMessage.of("qos0", "x"));
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("qos0");
			fixture.client.subscribeAsync("other", QoS.AT_MOST_ONCE, handler);
			ClientFixture.grant(connection);
			assertNothingMore(fixture, connection);
			connection.send(ClientFixture.publish(1, "in", "x", QoS.EXACTLY_ONCE));
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isOne();
			connection.send(new Pubrel(1));
			assertThat(connection.expect(Pubcomp.class).packetIdentifier()).isOne();
			connection.send(new Puback(2));
			expect(connection, 4);
		}
	}

	@Test
	@Mqtt5("MQTT-4.9.0-1")
	void quotaStartsAnewWithEveryConnectionAndCountsWhatIsSentAgain() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			FakeConnection connection = connect(fixture, 3);
			List<CompletableFuture<PublishResult>> published = publish(fixture, 4, QoS.AT_LEAST_ONCE);
			for (int packetIdentifier = 1; packetIdentifier <= 3; packetIdentifier++) {
				expect(connection, packetIdentifier);
			}
			assertNothingMore(fixture, connection);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true, receiveMaximum(1));
			for (int packetIdentifier = 1; packetIdentifier <= 4; packetIdentifier++) {
				expect(again, packetIdentifier);
				assertNothingMore(fixture, again);
				again.send(new Puback(packetIdentifier));
			}
			published.forEach(ClientFixture::await);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-4.9.0-1" })
	void withoutAReceiveMaximumNothingIsHeldBack() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			publish(fixture, 1000, QoS.AT_LEAST_ONCE);
			for (int packetIdentifier = 1; packetIdentifier <= 1000; packetIdentifier++) {
				expect(connection, packetIdentifier);
			}
		}
	}

	private static FakeConnection connect(ClientFixture fixture, int receiveMaximum) {
		CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
		FakeConnection connection = fixture.broker.awaitConnection().accept(false, receiveMaximum(receiveMaximum));
		ClientFixture.await(connected);
		return connection;
	}

	private static Properties receiveMaximum(int receiveMaximum) {
		return Properties.builder().add(Property.RECEIVE_MAXIMUM, receiveMaximum).build();
	}

	private static List<CompletableFuture<PublishResult>> publish(ClientFixture fixture, int count, QoS qos) {
		List<CompletableFuture<PublishResult>> published = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			published.add(fixture.client.publishAsync(MqttMessage.of("out", "x").qos(qos)));
		}
		return published;
	}

	private static void expect(FakeConnection connection, int packetIdentifier) {
		assertThat(connection.expect(Publish.class).packetIdentifier()).isEqualTo(packetIdentifier);
	}

	// Whatever could be sent by now comes before the PINGREQ
	private static void assertNothingMore(ClientFixture fixture, FakeConnection connection) {
		CompletableFuture<Duration> pinged = fixture.client.pingAsync();
		connection.expect(Pingreq.class);
		connection.send(Pingresp.INSTANCE);
		ClientFixture.await(pinged);
	}

}
