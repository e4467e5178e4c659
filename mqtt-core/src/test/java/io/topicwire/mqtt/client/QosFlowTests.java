package io.topicwire.mqtt.client;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packets that messages of each QoS take, in both directions.
 */
class QosFlowTests {

	private static final MqttMessage AT_MOST_ONCE = MqttMessage.of("a", "x");

	private static final MqttMessage AT_LEAST_ONCE = MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE);

	private static final MqttMessage EXACTLY_ONCE = MqttMessage.of("a", "x").qos(QoS.EXACTLY_ONCE);

	@Test
	@Mqtt3({ "MQTT-2.3.1-6", "MQTT-3.3.4-1", "MQTT-4.3.2-2", "MQTT-4.3.3-2" })
	void mqtt3MessageIsAnsweredByItsQos() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.sendBytes("""
					30 05 00 01 'a' 00 07       # PUBLISH of QoS 0, which is not answered
					32 06 00 01 'a' 12 34 'x'   # PUBLISH of QoS 1
					34 06 00 01 'a' 56 78 'y'   # PUBLISH of QoS 2
					""");
			connection.expectBytes("""
					40 02 12 34 # PUBACK
					50 02 56 78 # PUBREC
					""");
			connection.sendBytes("62 02 56 78");
			connection.expectBytes("70 02 56 78");
			assertThat(handler.next().payload()).containsExactly(0, 7);
			assertThat(handler.next().payloadAsString()).isEqualTo("x");
			assertThat(handler.next().payloadAsString()).isEqualTo("y");
		}
	}

	@Test
	@Mqtt5({ "MQTT-2.2.1-2", "MQTT-2.2.1-5", "MQTT-3.3.4-1", "MQTT-4.3.2-4", "MQTT-4.3.3-8", "MQTT-4.3.3-11" })
	void mqtt5MessageIsAnsweredByItsQos() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.sendBytes("""
					30 06 00 01 'a' 00 00 07       # PUBLISH of QoS 0, which is not answered
					32 07 00 01 'a' 12 34 00 'x'   # PUBLISH of QoS 1
					34 07 00 01 'a' 56 78 00 'y'   # PUBLISH of QoS 2
					""");
			connection.expectBytes("""
					40 02 12 34 # PUBACK
					50 02 56 78 # PUBREC
					""");
			connection.sendBytes("62 02 56 78");
			connection.expectBytes("70 02 56 78");
			assertThat(handler.next().payload()).containsExactly(0, 7);
			assertThat(handler.next().payloadAsString()).isEqualTo("x");
			assertThat(handler.next().payloadAsString()).isEqualTo("y");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.3.1-3", "MQTT-4.3.2-5" })
	@Mqtt3("MQTT-4.3.2-2")
	void identifierOfQos1MeansAnotherMessageAfterPuback(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.send(new Publish(5, false, AT_LEAST_ONCE, 0));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(5));
			connection.send(new Publish(5, true, AT_LEAST_ONCE, 0));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(5));
			handler.next();
			assertThat(handler.next().duplicate()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-4.3.3-10", "MQTT-4.3.3-11", "MQTT-4.3.3-12" })
	@Mqtt3("MQTT-4.3.3-2")
	void messageOfQos2IsHandledOnceInEachExchange(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			for (int exchange = 1; exchange <= 2; exchange++) {
				connection.send(new Publish(9, false, EXACTLY_ONCE, 0));
				assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(9));
				connection.send(new Publish(9, true, EXACTLY_ONCE, 0));
				assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(9));
				connection.send(new Pubrel(9));
				assertThat(connection.expect(Pubcomp.class)).isEqualTo(new Pubcomp(9));
			}
			connection.send(ClientFixture.publish(0, "a", "end", QoS.AT_MOST_ONCE));
			assertThat(handler.next().qos()).isEqualTo(QoS.EXACTLY_ONCE);
			assertThat(handler.next().qos()).isEqualTo(QoS.EXACTLY_ONCE);
			assertThat(handler.next().payloadAsString()).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.3.2-3", "MQTT-4.5.0-2" })
	@Mqtt3({ "MQTT-3.3.2-3", "MQTT-4.5.0-2" })
	void messageThatNobodySubscribedToIsHandledByDefaultAndAcknowledged(ProtocolVersion version) {
		Recorder byDefault = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.defaultHandler(byDefault))) {
			FakeConnection connection = fixture.connectAndSubscribe("a", new Recorder());
			connection.send(ClientFixture.publish(3, "b", "x", QoS.AT_LEAST_ONCE));
			assertThat(byDefault.next().topic()).isEqualTo("b");
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(3));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.5.0-2")
	@Mqtt3("MQTT-4.5.0-2")
	void messageWithoutHandlerIsAcknowledged(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(3, "b", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(4, "b", "x", QoS.EXACTLY_ONCE));
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(3);
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(4);
			assertThat(fixture.client.statistics().messagesUnmatched()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.5.0-2")
	@Mqtt3("MQTT-4.5.0-2")
	@ExpectedErrors("Handler for 'a' failed")
	void messageWhoseHandlerFailsIsAcknowledgedByThePolicy(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> builder.onHandlerFailure(HandlerFailurePolicy.REJECT))) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(new Publish(3, false, AT_LEAST_ONCE, 0), new Publish(4, false, EXACTLY_ONCE, 0));
			ReasonCode refusal = (version == ProtocolVersion.MQTT_5) ? ReasonCode.UNSPECIFIED_ERROR
					: ReasonCode.SUCCESS;
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(3, refusal, Properties.NONE));
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(4, refusal, Properties.NONE));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.3.1-3")
	@Mqtt3("MQTT-3.3.1-3")
	void receivedDuplicateIsNoDuplicateWhenItIsPublishedOnward(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.send(new Publish(5, true, AT_LEAST_ONCE, 0));
			connection.expect(Puback.class);
			MqttMessage received = handler.next();
			assertThat(received.duplicate()).isTrue();
			fixture.client.publishAsync(received);
			assertThat(connection.expect(Publish.class).duplicate()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-1.5.4-3")
	@Mqtt3("MQTT-1.5.3-3")
	void byteOrderMarkIsACharacterOfTheTopic(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("#", handler);
			connection.sendBytes(
					(version == ProtocolVersion.MQTT_5) ? "30 07 00 04 EF BB BF 'a' 00" : "30 06 00 04 EF BB BF 'a'");
			assertThat(handler.next().topic()).isEqualTo("\uFEFFa");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-4.7.2-1", "MQTT-4.7.3-4" })
	@Mqtt3({ "MQTT-4.7.2-1", "MQTT-4.7.3-4" })
	void handlersGetOnlyWhatTheirFiltersMatch(ProtocolVersion version) {
		Recorder everything = new Recorder();
		Recorder composed = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			ClientFixture.await(fixture.client.subscribeAsync("#", QoS.AT_MOST_ONCE, everything));
			ClientFixture.await(fixture.client.subscribeAsync("+/x", QoS.AT_MOST_ONCE, everything));
			FakeConnection connection = fixture.connectAndSubscribe("\u00E4", composed);
			connection.send(ClientFixture.publish(0, "$SYS/x", "1", QoS.AT_MOST_ONCE),
					ClientFixture.publish(0, "a\u0308", "2", QoS.AT_MOST_ONCE),
					ClientFixture.publish(0, "\u00C4", "3", QoS.AT_MOST_ONCE),
					ClientFixture.publish(0, "/\u00E4", "4", QoS.AT_MOST_ONCE),
					ClientFixture.publish(0, "\u00E4", "5", QoS.AT_MOST_ONCE));
			assertThat(IntStream.range(0, 4).mapToObj((i) -> everything.next().payloadAsString())).containsExactly("2",
					"3", "4", "5");
			assertThat(composed.next().payloadAsString()).isEqualTo("5");
		}
	}

	@Test
	@Mqtt3({ "MQTT-4.3.2-1", "MQTT-4.3.3-1" })
	void firstTransmissionOfMqtt3() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> qos1 = fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expectBytes("32 06 00 01 'a' 00 01 'x'");
			CompletableFuture<PublishResult> qos2 = fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expectBytes("34 06 00 01 'a' 00 02 'x'");
			assertThat(qos1).isNotDone();
			connection.sendBytes("40 02 00 01");
			ClientFixture.await(qos1);
			connection.sendBytes("50 02 00 02");
			connection.expectBytes("62 02 00 02");
			assertThat(qos2).isNotDone();
			connection.sendBytes("70 02 00 02");
			ClientFixture.await(qos2);
		}
	}

	@Test
	@Mqtt5({ "MQTT-4.3.2-1", "MQTT-4.3.2-2", "MQTT-4.3.2-3", "MQTT-4.3.3-1", "MQTT-4.3.3-2", "MQTT-4.3.3-3",
			"MQTT-4.3.3-4", "MQTT-4.3.3-5" })
	void firstTransmissionOfMqtt5() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> qos1 = fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expectBytes("32 07 00 01 'a' 00 01 00 'x'");
			CompletableFuture<PublishResult> qos2 = fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expectBytes("34 07 00 01 'a' 00 02 00 'x'");
			assertThat(qos1).isNotDone();
			connection.sendBytes("40 02 00 01");
			ClientFixture.await(qos1);
			connection.sendBytes("50 03 00 02 10");
			connection.expectBytes("62 02 00 02");
			assertThat(qos2).isNotDone();
			connection.sendBytes("70 02 00 02");
			ClientFixture.await(qos2);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.6.0-4")
	@Mqtt3("MQTT-4.6.0-4")
	void pubrelsLeaveInTheOrderOfThePubrecs(ProtocolVersion version) {
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(EXACTLY_ONCE);
			fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expect(Publish.class);
			connection.expect(Publish.class);
			connection.send(new Pubrec(2), new Pubrec(1));
			assertThat(connection.expect(Pubrel.class)).isEqualTo(new Pubrel(2));
			assertThat(connection.expect(Pubrel.class)).isEqualTo(new Pubrel(1));
			FakeConnection again = fixture.reconnect(connection).accept(true);
			assertThat(again.expect(Pubrel.class)).isEqualTo(new Pubrel(2));
			assertThat(again.expect(Pubrel.class)).isEqualTo(new Pubrel(1));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_LEAST_ONCE", "EXACTLY_ONCE" })
	@Mqtt5({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	@Mqtt3({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	void acknowledgementsLeaveInTheOrderOfArrival(QoS qos) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			try (ClientFixture fixture = new ClientFixture(version); Gate gate = new Gate()) {
				ClientFixture.await(fixture.client.subscribeAsync("slow", qos, gate));
				FakeConnection connection = fixture.connectAndSubscribe("fast", new Recorder());
				connection.send(ClientFixture.publish(1, "slow", "x", qos), ClientFixture.publish(2, "fast", "x", qos));
				fixture.client.pingAsync();
				connection.expect(Pingreq.class);
				gate.open();
				assertAcknowledged(connection, qos, 1);
				assertAcknowledged(connection, qos, 2);
			}
		}
	}

	private void assertAcknowledged(FakeConnection connection, QoS qos, int packetIdentifier) {
		if (qos == QoS.AT_LEAST_ONCE) {
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(packetIdentifier));
		}
		else {
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(packetIdentifier));
		}
	}

}
