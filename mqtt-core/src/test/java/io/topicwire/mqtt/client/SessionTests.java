package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what outlives a connection, and what does not.
 */
class SessionTests {

	private static final MqttMessage AT_LEAST_ONCE = MqttMessage.of("a", "1").qos(QoS.AT_LEAST_ONCE);

	private static final MqttMessage EXACTLY_ONCE = MqttMessage.of("a", "2").qos(QoS.EXACTLY_ONCE);

	@Test
	@Mqtt3({ "MQTT-2.3.1-3", "MQTT-3.1.2-4", "MQTT-3.2.2-2", "MQTT-3.3.1-1", "MQTT-4.3.3-1", "MQTT-4.4.0-1" })
	void openExchangesOfMqtt3AreResumed() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(AT_LEAST_ONCE);
			fixture.client.publishAsync(EXACTLY_ONCE);
			fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expectBytes("""
					32 06 00 01 'a' 00 01 '1' # PUBLISH of QoS 1
					34 06 00 01 'a' 00 02 '2' # PUBLISH of QoS 2
					34 06 00 01 'a' 00 03 '2' # PUBLISH of QoS 2
					""");
			connection.sendBytes("50 02 00 03");
			connection.expectBytes("62 02 00 03");
			FakeConnection again = fixture.reconnect(connection);
			again.expectBytes("10 13 00 04 'MQTT' 04 00 00 3C 00 07 'meter-7'");
			again.sendBytes("20 02 01 00");
			again.expectBytes("""
					3A 06 00 01 'a' 00 01 '1' # PUBLISH of QoS 1: DUP
					3C 06 00 01 'a' 00 02 '2' # PUBLISH of QoS 2: DUP
					62 02 00 03               # PUBREL
					""");
			fixture.expectNothing(again);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.1.2-23", "MQTT-3.3.1-1", "MQTT-4.3.3-3", "MQTT-4.3.3-5", "MQTT-4.3.3-6", "MQTT-4.4.0-1" })
	void openExchangesOfMqtt5AreResumed() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(AT_LEAST_ONCE);
			fixture.client.publishAsync(EXACTLY_ONCE);
			fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expectBytes("""
					32 07 00 01 'a' 00 01 00 '1' # PUBLISH of QoS 1
					34 07 00 01 'a' 00 02 00 '2' # PUBLISH of QoS 2
					34 07 00 01 'a' 00 03 00 '2' # PUBLISH of QoS 2
					""");
			connection.sendBytes("50 02 00 03");
			connection.expectBytes("62 02 00 03");
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.expectBytes("""
					3A 07 00 01 'a' 00 01 00 '1' # PUBLISH of QoS 1: DUP
					3C 07 00 01 'a' 00 02 00 '2' # PUBLISH of QoS 2: DUP
					62 02 00 03                  # PUBREL
					""");
			fixture.expectNothing(again);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.1.2-4", "MQTT-3.1.2-23" })
	@Mqtt3("MQTT-3.1.2-6")
	void nothingOfASessionThatEndedWithItsConnectionIsSentAgain(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> builder.sessionLossPolicy(SessionLossPolicy.FAIL))) {
			FakeConnection connection = fixture.connect();
			List<CompletableFuture<PublishResult>> published = publishThree(fixture, connection);
			FakeConnection again = fixture.reconnect(connection);
			assertThat(again.expect(Connect.class).cleanStart()).isTrue();
			again.sendBytes((version == ProtocolVersion.MQTT_5) ? "20 03 00 00 00" : "20 02 00 00");
			published.forEach((future) -> ClientFixture.awaitFailure(future, MqttConnectionException.class));
			fixture.expectNothing(again);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.2.2-5")
	@Mqtt3("MQTT-3.2.2-3")
	void sessionThatTheBrokerHasLostIsBegunAnew(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> ClientFixture.lasting(version, builder).sessionLossPolicy(SessionLossPolicy.FAIL))) {
			FakeConnection connection = fixture.connectAndSubscribe("b", new Recorder());
			List<CompletableFuture<PublishResult>> published = publishThree(fixture, connection);
			FakeConnection again = fixture.reconnect(connection).accept(false);
			assertThat(ClientFixture.grant(again).requests()).hasSize(1);
			published.forEach((future) -> ClientFixture.awaitFailure(future, MqttConnectionException.class));
			fixture.expectNothing(again);
			assertThat(fixture.client.status().connection().sessionPresent()).isFalse();
		}
	}

	/**
	 * Publish one message of QoS 1 and two of QoS 2, the second of which is released.
	 */
	private List<CompletableFuture<PublishResult>> publishThree(ClientFixture fixture, FakeConnection connection) {
		List<CompletableFuture<PublishResult>> published = Stream.of(AT_LEAST_ONCE, EXACTLY_ONCE, EXACTLY_ONCE)
			.map(fixture.client::publishAsync)
			.toList();
		connection.expect(Publish.class);
		connection.expect(Publish.class);
		int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
		connection.send(new Pubrec(packetIdentifier));
		connection.expect(Pubrel.class);
		return published;
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.1.0-1")
	@Mqtt3("MQTT-4.1.0-1")
	void sessionIsKeptOverManyConnectionsAndAnyTime(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("b", handler);
			fixture.client.publishAsync(EXACTLY_ONCE);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			connection.send(ClientFixture.publish(7, "b", "x", QoS.EXACTLY_ONCE));
			connection.expect(Pubrec.class);
			handler.next();
			Duration delay = Duration.ofMillis(500);
			for (int i = 0; i < 4; i++) {
				connection = fixture.reconnect(connection, delay).accept(true);
				assertThat(connection.expect(Publish.class).packetIdentifier()).isEqualTo(packetIdentifier);
				delay = delay.multipliedBy(2);
			}
			connection.send(ClientFixture.publish(7, "b", "x", QoS.EXACTLY_ONCE), new Pubrec(packetIdentifier));
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(7));
			assertThat(connection.expect(Pubrel.class)).isEqualTo(new Pubrel(packetIdentifier));
			assertThat(handler.isEmpty()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-4.1.0-1", "MQTT-4.4.0-1" })
	@Mqtt3({ "MQTT-4.1.0-2", "MQTT-4.4.0-1" })
	void sessionLastsAsLongAsItsConnectionAndNothingIsRepeatedOnIt(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connectAndSubscribe("b", handler);
			fixture.client.publishAsync(EXACTLY_ONCE);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			connection.send(ClientFixture.publish(7, "b", "x", QoS.EXACTLY_ONCE));
			connection.expect(Pubrec.class);
			handler.next();
			fixture.timer.advance(Duration.ofDays(30));
			fixture.expectNothing(connection);
			connection.send(ClientFixture.publish(7, "b", "x", QoS.EXACTLY_ONCE), new Pubrec(packetIdentifier));
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(7));
			assertThat(connection.expect(Pubrel.class)).isEqualTo(new Pubrel(packetIdentifier));
			connection.send(new Pubrel(7));
			assertThat(connection.expect(Pubcomp.class)).isEqualTo(new Pubcomp(7));
			assertThat(handler.isEmpty()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.3.1-1")
	@Mqtt3("MQTT-4.3.1-1")
	void messageOfQos0IsNeverSentAgain(ProtocolVersion version) {
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			FakeConnection connection = fixture.connect();
			ClientFixture.await(fixture.client.publishAsync(MqttMessage.of("a", "0")));
			Publish publish = connection.expect(Publish.class);
			assertThat(publish.message().qos()).isEqualTo(QoS.AT_MOST_ONCE);
			assertThat(publish.duplicate()).isFalse();
			fixture.expectNothing(fixture.reconnect(connection).accept(true));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.6.0-1")
	@Mqtt3("MQTT-4.6.0-1")
	void messagesAreSentAgainInTheirOrder(ProtocolVersion version) {
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			FakeConnection connection = fixture.connect();
			for (int i = 1; i <= 3; i++) {
				fixture.client.publishAsync(MqttMessage.of("a", "" + i).qos(QoS.of(1 + i % 2)));
			}
			for (int i = 1; i <= 3; i++) {
				assertThat(connection.expect(Publish.class).message().payloadAsString()).isEqualTo("" + i);
			}
			FakeConnection again = fixture.reconnect(connection).accept(true);
			for (int i = 1; i <= 3; i++) {
				Publish publish = again.expect(Publish.class);
				assertThat(publish.message().payloadAsString()).isEqualTo("" + i);
				assertThat(publish.duplicate()).isTrue();
			}
		}
	}

	@Test
	@Mqtt5({ "MQTT-4.3.3-4", "MQTT-4.4.0-2" })
	void refusedMessageIsNotSentAgain() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> qos1 = fixture.client.publishAsync(AT_LEAST_ONCE);
			CompletableFuture<PublishResult> qos2 = fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expect(Publish.class);
			connection.expect(Publish.class);
			connection.sendBytes("40 03 00 01 97 50 03 00 02 97");
			assertThat(qos1).failsWithin(Duration.ofSeconds(10));
			assertThat(qos2).failsWithin(Duration.ofSeconds(10));
			// No PUBREL either
			fixture.expectNothing(connection);
			fixture.expectNothing(fixture.reconnect(connection).accept(true));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.3-2")
	@Mqtt3("MQTT-3.1.3-2")
	void sessionBelongsToOneClientIdentifier(ProtocolVersion version) {
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expect(Publish.class);
			FakeConnection again = fixture.reconnect(connection);
			assertThat(again.expect(Connect.class).clientId()).isEqualTo("meter-7");
			try (MqttClient other = MqttClient.builder("mqtt://broker.example.com")
				.protocolVersion(version)
				.clientId("meter-8")
				.cleanStart(false)
				.environment(new Environment(fixture.broker, fixture.timer, () -> 0.5))
				.build()) {
				other.publishAsync(MqttMessage.of("b", "x"));
				other.connectAsync();
				FakeConnection others = fixture.broker.awaitConnection();
				assertThat(others.expect(Connect.class).clientId()).isEqualTo("meter-8");
				boolean mqtt3 = version == ProtocolVersion.MQTT_3_1_1;
				others.send(new Connack(mqtt3, ReasonCode.SUCCESS, Properties.NONE));
				assertThat(others.expect(Publish.class).message().topic()).isEqualTo("b");
				fixture.broker.hangUp();
			}
		}
	}

}
