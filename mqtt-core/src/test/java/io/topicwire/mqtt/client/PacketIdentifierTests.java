package io.topicwire.mqtt.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packet identifiers that tie packets together.
 */
class PacketIdentifierTests {

	private static final MqttMessage AT_MOST_ONCE = MqttMessage.of("a", "x");

	private static final MqttMessage AT_LEAST_ONCE = MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE);

	private static final MqttMessage EXACTLY_ONCE = MqttMessage.of("a", "x").qos(QoS.EXACTLY_ONCE);

	@Test
	@Mqtt3({ "MQTT-2.2.2-1", "MQTT-2.3.1-1", "MQTT-2.3.1-5", "MQTT-3.3.1-2", "MQTT-3.3.2-1", "MQTT-3.8.1-1",
			"MQTT-3.10.1-1" })
	void everyRequestOfMqtt3HasAnIdentifierButAPublishOfQos0() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("b", QoS.AT_MOST_ONCE,
					new Recorder());
			connection.expectBytes("82 06 00 01 00 01 'b' 00");
			connection.sendBytes("90 03 00 01 00");
			ClientFixture.await(subscribed);
			fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expectBytes("32 06 00 01 'a' 00 02 'x'");
			fixture.client.publishAsync(AT_MOST_ONCE);
			connection.expectBytes("30 04 00 01 'a' 'x'");
			fixture.client.unsubscribeAsync("b");
			connection.expectBytes("A2 05 00 03 00 01 'b'");
		}
	}

	@Test
	@Mqtt5({ "MQTT-2.1.3-1", "MQTT-2.2.1-2", "MQTT-2.2.1-3", "MQTT-2.2.2-1", "MQTT-3.3.1-2", "MQTT-3.3.2-1",
			"MQTT-3.10.1-1" })
	void everyRequestOfMqtt5HasAnIdentifierButAPublishOfQos0() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expectBytes("32 07 00 01 'a' 00 01 00 'x'");
			fixture.client.publishAsync(AT_MOST_ONCE);
			connection.expectBytes("30 05 00 01 'a' 00 'x'");
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("b", QoS.AT_MOST_ONCE,
					new Recorder());
			Subscribe subscribe = ClientFixture.grant(connection);
			assertThat(subscribe.packetIdentifier()).isEqualTo(2);
			ClientFixture.await(subscribed);
			fixture.client.unsubscribeAsync("b");
			connection.expectBytes("A2 06 00 03 00 00 01 'b'");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-2.2.1-4")
	@Mqtt3("MQTT-2.3.1-4")
	void clientAndBrokerUseTheSameIdentifierAtTheSameTime(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("b", handler);
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(EXACTLY_ONCE);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			connection.send(ClientFixture.publish(packetIdentifier, "b", "y", QoS.EXACTLY_ONCE));
			assertThat(handler.next().payloadAsString()).isEqualTo("y");
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(packetIdentifier));
			connection.send(new Pubrec(packetIdentifier));
			assertThat(connection.expect(Pubrel.class)).isEqualTo(new Pubrel(packetIdentifier));
			connection.send(new Pubrel(packetIdentifier));
			assertThat(connection.expect(Pubcomp.class)).isEqualTo(new Pubcomp(packetIdentifier));
			assertThat(published).isNotDone();
			connection.send(new Pubcomp(packetIdentifier));
			ClientFixture.await(published);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-2.2.1-5")
	@Mqtt3("MQTT-2.3.1-6")
	void acknowledgementsInAnotherOrderCompleteTheirOwnMessages(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> first = fixture.client.publishAsync(AT_LEAST_ONCE);
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(AT_LEAST_ONCE);
			int firstIdentifier = connection.expect(Publish.class).packetIdentifier();
			int secondIdentifier = connection.expect(Publish.class).packetIdentifier();
			connection.send(new Puback(secondIdentifier));
			ClientFixture.await(second);
			assertThat(first).isNotDone();
			connection.send(new Puback(firstIdentifier));
			ClientFixture.await(first);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-2.2.1-5")
	@Mqtt3("MQTT-2.3.1-6")
	void acknowledgementThatNobodyWaitsForCompletesNothing(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_LEAST_ONCE);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			connection.send(new Puback(99), new Pubcomp(99));
			ClientFixture.awaitRead(connection);
			assertThat(published).isNotDone();
			connection.send(new Puback(packetIdentifier));
			ClientFixture.await(published);
		}
	}

	@Test
	@Mqtt5({ "MQTT-2.2.1-5", "MQTT-3.6.2-1", "MQTT-3.7.2-1" })
	void mqtt5BrokerIsToldThatAnIdentifierIsUnknown() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("""
					50 02 00 63 # PUBREC
					""");
			connection.expectBytes("""
					62 03 00 63 # PUBREL
					92          # Packet Identifier not found
					""");
			connection.sendBytes("""
					62 02 00 64 # PUBREL
					""");
			connection.expectBytes("""
					70 03 00 64 # PUBCOMP
					92          # Packet Identifier not found
					""");
		}
	}

	@Test
	@Mqtt3({ "MQTT-2.3.1-6", "MQTT-4.3.3-2" })
	void exchangeOfAnUnknownIdentifierIsFinishedWithAnMqtt3Broker() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("50 02 00 63");
			connection.expectBytes("62 02 00 63");
			connection.sendBytes("62 02 00 64");
			connection.expectBytes("70 02 00 64");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-2.2.1-6", "MQTT-3.8.4-2" })
	@Mqtt3({ "MQTT-2.3.1-7", "MQTT-3.8.4-2" })
	void subscribesAreCompletedByTheAnswersWithTheirIdentifiers(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> first = fixture.client.subscribeAsync("a", QoS.AT_LEAST_ONCE,
					new Recorder());
			int firstIdentifier = connection.expect(Subscribe.class).packetIdentifier();
			CompletableFuture<Subscription> second = fixture.client.subscribeAsync("b", QoS.AT_LEAST_ONCE,
					new Recorder());
			int secondIdentifier = connection.expect(Subscribe.class).packetIdentifier();
			connection.send(suback(99, ReasonCode.SUCCESS), suback(secondIdentifier, ReasonCode.UNSPECIFIED_ERROR));
			assertThat(ClientFixture.awaitFailure(second, MqttSubscribeException.class)).hasMessageContaining("'b'");
			assertThat(first).isNotDone();
			connection.send(suback(firstIdentifier, ReasonCode.GRANTED_QOS_1));
			assertThat(ClientFixture.await(first).reasonCode()).isEqualTo(ReasonCode.GRANTED_QOS_1);
		}
	}

	private Suback suback(int packetIdentifier, ReasonCode reasonCode) {
		return new Suback(packetIdentifier, List.of(reasonCode), Properties.NONE);
	}

}
