package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what PUBACK, PUBREC, PUBREL and PUBCOMP of the broker lead to.
 */
class PublishAnswerTests {

	private static final MqttMessage AT_LEAST_ONCE = MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE);

	private static final MqttMessage EXACTLY_ONCE = MqttMessage.of("a", "x").qos(QoS.EXACTLY_ONCE);

	@ParameterizedTest
	@ValueSource(strings = { "00", "10" })
	@Mqtt5("MQTT-3.4.2-1")
	void pubackBelow80IsTheResult(String code) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expect(Publish.class);
			connection
				.sendBytes("40 18 00 01 " + code + " 14 1F 00 03 'why' 26 00 01 'k' 00 01 'v' 26 00 01 'k' 00 01 'w'");
			assertThat(ClientFixture.await(published)).isEqualTo(result(code));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "80", "83", "87", "90", "91", "97", "99" })
	@Mqtt5({ "MQTT-3.4.2-1", "MQTT-4.4.0-2" })
	void pubackFrom80OnFailsTheMessageWhichIsNotSentAgain(String code) {
		try (ClientFixture fixture = resumable()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expect(Publish.class);
			connection.sendBytes("40 03 00 01 " + code);
			assertRefused(published, code);
			assertNothingIsSentAgain(fixture, connection);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "10" })
	@Mqtt5({ "MQTT-3.5.2-1", "MQTT-4.3.3-4" })
	void pubrecBelow80IsAnsweredAndIsTheResult(String code) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expect(Publish.class);
			connection
				.sendBytes("50 18 00 01 " + code + " 14 1F 00 03 'why' 26 00 01 'k' 00 01 'v' 26 00 01 'k' 00 01 'w'");
			connection.expectBytes("62 02 00 01");
			assertThat(published).isNotDone();
			connection.sendBytes("70 02 00 01");
			assertThat(ClientFixture.await(published)).isEqualTo(result(code));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "80", "83", "87", "90", "91", "97", "99" })
	@Mqtt5({ "MQTT-3.5.2-1", "MQTT-4.3.3-4", "MQTT-4.4.0-2" })
	void pubrecFrom80OnFailsTheMessageWhichIsNeitherReleasedNorSentAgain(String code) {
		try (ClientFixture fixture = resumable()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expect(Publish.class);
			connection.sendBytes("50 03 00 01 " + code);
			assertRefused(published, code);
			assertNothingIsSentAgain(fixture, connection);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "70 02 00 01", "70 03 00 01 00", "70 03 00 01 92", "70 0A 00 01 00 06 1F 00 03 'why'" })
	@Mqtt5("MQTT-3.7.2-1")
	void everyPubcompFinishesAMessageThatTheBrokerHasTaken(String pubcomp) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(EXACTLY_ONCE);
			connection.expect(Publish.class);
			connection.sendBytes("50 02 00 01");
			connection.expectBytes("62 02 00 01");
			connection.sendBytes(pubcomp);
			PublishResult result = ClientFixture.await(published);
			assertThat(result.reasonCode()).isEqualTo(ReasonCode.SUCCESS);
			assertThat(result.reasonString()).isEqualTo(pubcomp.endsWith("'why'") ? "why" : null);
		}
	}

	@Test
	@Mqtt5({ "MQTT-2.2.1-5", "MQTT-3.6.2-1", "MQTT-3.7.2-1" })
	void unknownPacketIdentifierIsAnsweredAsNotFound() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("50 02 00 09");
			connection.expectBytes("62 03 00 09 92");
			connection.sendBytes("50 03 00 09 80 62 02 00 08");
			connection.expectBytes("70 03 00 08 92");
		}
	}

	@Test
	@Mqtt3({ "MQTT-2.3.1-6", "MQTT-4.3.3-2" })
	void unknownPacketIdentifierIsBroughtToItsEndWithAnMqtt3Broker() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("50 02 00 09");
			connection.expectBytes("62 02 00 09");
			connection.sendBytes("62 02 00 08");
			connection.expectBytes("70 02 00 08");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-2.2.1-5")
	@Mqtt3("MQTT-2.3.1-6")
	void acknowledgementsFinishTheirOwnMessageInWhateverOrder(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> first = fixture.client.publishAsync(AT_LEAST_ONCE);
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(AT_LEAST_ONCE);
			CompletableFuture<PublishResult> third = fixture.client.publishAsync(AT_LEAST_ONCE);
			for (int i = 0; i < 3; i++) {
				connection.expect(Publish.class);
			}
			// A stray one and a stray PUBCOMP finish nothing
			connection.sendBytes("40 02 00 09 70 02 00 09 40 02 00 03");
			ClientFixture.await(third);
			assertThat(first).isNotDone();
			assertThat(second).isNotDone();
			connection.sendBytes("40 02 00 01");
			ClientFixture.await(first);
			assertThat(second).isNotDone();
			connection.sendBytes("40 02 00 02");
			ClientFixture.await(second);
		}
	}

	@Test
	@Mqtt5("MQTT-3.14.2-1")
	void reasonCodeForClientsIsAnsweredByProtocolError() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("E0 01 04");
			connection.expectBytes("E0 01 82");
		}
	}

	private static ClientFixture resumable() {
		return new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.sessionExpiry(Duration.ofHours(1)));
	}

	private static PublishResult result(String code) {
		return new PublishResult(ReasonCode.of(Integer.parseInt(code, 16)), "why",
				List.of(new UserProperty("k", "v"), new UserProperty("k", "w")));
	}

	private static void assertRefused(CompletableFuture<PublishResult> published, String code) {
		assertThat(ClientFixture.awaitFailure(published, MqttPublishException.class).reasonCode())
			.isEqualTo(ReasonCode.of(Integer.parseInt(code, 16)));
	}

	private static void assertNothingIsSentAgain(ClientFixture fixture, FakeConnection connection) {
		fixture.client.pingAsync();
		connection.expectBytes("C0 00");
		connection.close();
		fixture.timer.advanceTo(Duration.ofMillis(500));
		FakeConnection again = fixture.broker.awaitConnection().accept(true);
		fixture.client.publishAsync(MqttMessage.of("next", "x"));
		again.expectBytes("30 08 00 04 'next' 00 'x'");
	}

}
