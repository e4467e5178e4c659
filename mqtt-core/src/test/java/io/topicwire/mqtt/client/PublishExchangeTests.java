package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.AnnotatedBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the exchanges of packets that publish a message, byte for byte.
 */
class PublishExchangeTests {

	// Always after the same time
	private static final ReconnectPolicy RECONNECT = new ReconnectPolicy(true, false, 10, Duration.ofSeconds(1), 1,
			Duration.ofSeconds(1), Duration.ofSeconds(30));

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-2.2.1-2", "MQTT-3.3.1-2", "MQTT-3.3.2-1", "MQTT-4.3.1-1" })
	@Mqtt3({ "MQTT-2.3.1-5", "MQTT-3.3.1-2", "MQTT-3.3.2-1", "MQTT-4.3.1-1" })
	void messageOfQos0IsSentOnceWhateverHappensToTheConnection(ProtocolVersion version) {
		try (ClientFixture fixture = resumable(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = publish(fixture, "a", QoS.AT_MOST_ONCE);
			connection.expectBytes(bytes(version, "30", "00 01 'a'", "'x'"));
			ClientFixture.await(published);
			FakeConnection again = reconnect(fixture, connection);
			publish(fixture, "b", QoS.AT_MOST_ONCE);
			again.expectBytes(bytes(version, "30", "00 01 'b'", "'x'"));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.3.1-1", "MQTT-4.3.2-1", "MQTT-4.3.2-2", "MQTT-4.3.2-3", "MQTT-4.4.0-1" })
	@Mqtt3({ "MQTT-2.3.1-3", "MQTT-3.3.1-1", "MQTT-4.3.2-1", "MQTT-4.4.0-1" })
	void messageOfQos1IsSentAgainUntilItsPubackArrives(ProtocolVersion version) {
		try (ClientFixture fixture = resumable(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> first = publish(fixture, "a", QoS.AT_LEAST_ONCE);
			CompletableFuture<PublishResult> second = publish(fixture, "b", QoS.AT_LEAST_ONCE);
			connection.expectBytes(bytes(version, "32", "00 01 'a' 00 01", "'x'"));
			connection.expectBytes(bytes(version, "32", "00 01 'b' 00 02", "'x'"));
			connection.sendBytes("40 02 00 02");
			ClientFixture.await(second);
			assertThat(first).isNotDone();
			FakeConnection again = reconnect(fixture, connection);
			again.expectBytes(bytes(version, "3A", "00 01 'a' 00 01", "'x'"));
			publish(fixture, "c", QoS.AT_LEAST_ONCE);
			again.expectBytes(bytes(version, "32", "00 01 'c' 00 03", "'x'"));
			again.sendBytes("40 02 00 01");
			ClientFixture.await(first);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.3.1-1", "MQTT-3.6.1-1", "MQTT-4.3.3-1", "MQTT-4.3.3-2", "MQTT-4.3.3-3", "MQTT-4.3.3-4",
			"MQTT-4.3.3-5", "MQTT-4.3.3-6", "MQTT-4.4.0-1" })
	@Mqtt3({ "MQTT-3.3.1-1", "MQTT-3.6.1-1", "MQTT-4.3.3-1", "MQTT-4.4.0-1" })
	void messageOfQos2IsSentAgainUntilItsPubrecAndReleasedUntilItsPubcompArrives(ProtocolVersion version) {
		try (ClientFixture fixture = resumable(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> first = publish(fixture, "a", QoS.EXACTLY_ONCE);
			CompletableFuture<PublishResult> second = publish(fixture, "b", QoS.EXACTLY_ONCE);
			connection.expectBytes(bytes(version, "34", "00 01 'a' 00 01", "'x'"));
			connection.expectBytes(bytes(version, "34", "00 01 'b' 00 02", "'x'"));
			connection = reconnect(fixture, connection);
			connection.expectBytes(bytes(version, "3C", "00 01 'a' 00 01", "'x'"));
			connection.expectBytes(bytes(version, "3C", "00 01 'b' 00 02", "'x'"));
			connection.sendBytes("50 02 00 01");
			connection.expectBytes("62 02 00 01");
			connection = reconnect(fixture, connection);
			connection.expectBytes(bytes(version, "3C", "00 01 'b' 00 02", "'x'"));
			connection.expectBytes("62 02 00 01");
			connection.sendBytes("50 02 00 02");
			connection.expectBytes("62 02 00 02");
			assertThat(first).isNotDone();
			connection.sendBytes("70 02 00 01");
			ClientFixture.await(first);
			connection = reconnect(fixture, connection);
			connection.expectBytes("62 02 00 02");
			assertThat(second).isNotDone();
			connection.sendBytes("70 02 00 02");
			ClientFixture.await(second);
			connection = reconnect(fixture, connection);
			publish(fixture, "c", QoS.EXACTLY_ONCE);
			connection.expectBytes(bytes(version, "34", "00 01 'c' 00 03", "'x'"));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.4.0-1")
	@Mqtt3("MQTT-4.4.0-1")
	void nothingIsSentAgainOnALiveConnectionHoweverLongTheBrokerIsSilent(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> builder.keepAlive(Duration.ofSeconds(10)).operationTimeout(Duration.ofDays(1)))) {
			FakeConnection connection = fixture.connect();
			publish(fixture, "a", QoS.AT_LEAST_ONCE);
			publish(fixture, "b", QoS.EXACTLY_ONCE);
			connection.expectBytes(bytes(version, "32", "00 01 'a' 00 01", "'x'"));
			connection.expectBytes(bytes(version, "34", "00 01 'b' 00 02", "'x'"));
			connection.sendBytes("50 02 00 02");
			connection.expectBytes("62 02 00 02");
			for (int i = 0; i < 20; i++) {
				CompletableFuture<Duration> pinged = fixture.client.pingAsync();
				connection.expectBytes("C0 00");
				connection.sendBytes("D0 00");
				ClientFixture.await(pinged);
				fixture.timer.advance(Duration.ofSeconds(9));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-4.6.0-1", "MQTT-4.6.0-4" })
	@Mqtt3({ "MQTT-4.6.0-1", "MQTT-4.6.0-4" })
	void packetsAreSentAndSentAgainInTheOrderOfTheFirstTime(ProtocolVersion version) {
		try (ClientFixture fixture = resumable(version)) {
			FakeConnection connection = fixture.connect();
			publish(fixture, "a", QoS.AT_LEAST_ONCE);
			publish(fixture, "b", QoS.EXACTLY_ONCE);
			publish(fixture, "c", QoS.EXACTLY_ONCE);
			publish(fixture, "d", QoS.EXACTLY_ONCE);
			connection.expectBytes(bytes(version, "32", "00 01 'a' 00 01", "'x'"));
			connection.expectBytes(bytes(version, "34", "00 01 'b' 00 02", "'x'"));
			connection.expectBytes(bytes(version, "34", "00 01 'c' 00 03", "'x'"));
			connection.expectBytes(bytes(version, "34", "00 01 'd' 00 04", "'x'"));
			connection.sendBytes("50 02 00 04 50 02 00 03");
			connection.expectBytes("62 02 00 04 62 02 00 03");
			connection = reconnect(fixture, connection);
			connection.expectBytes(bytes(version, "3A", "00 01 'a' 00 01", "'x'"));
			connection.expectBytes(bytes(version, "3C", "00 01 'b' 00 02", "'x'"));
			connection.expectBytes("62 02 00 04 62 02 00 03");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-2.2.1-4")
	@Mqtt3("MQTT-2.3.1-4")
	void brokerMayUseTheSamePacketIdentifierAtTheSameTime(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> subscribed = fixture.client.subscribeAsync("in", QoS.EXACTLY_ONCE, handler);
			ClientFixture.grant(connection);
			ClientFixture.await(subscribed);
			CompletableFuture<PublishResult> published = publish(fixture, "a", QoS.EXACTLY_ONCE);
			connection.expectBytes(bytes(version, "34", "00 01 'a' 00 02", "'x'"));
			connection.sendBytes(bytes(version, "34", "00 02 'in' 00 02", "'y'"));
			connection.expectBytes("50 02 00 02");
			assertThat(handler.next().payloadAsString()).isEqualTo("y");
			connection.sendBytes("50 02 00 02");
			connection.expectBytes("62 02 00 02");
			connection.sendBytes("62 02 00 02");
			connection.expectBytes("70 02 00 02");
			assertThat(published).isNotDone();
			connection.sendBytes("70 02 00 02");
			ClientFixture.await(published);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.2.2-5", "MQTT-3.1.2-23" })
	void exchangesOfASessionThatTheBrokerHasLostAreOver(ProtocolVersion version) {
		try (ClientFixture fixture = resumable(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> first = publish(fixture, "a", QoS.AT_LEAST_ONCE);
			CompletableFuture<PublishResult> second = publish(fixture, "b", QoS.EXACTLY_ONCE);
			connection.expectBytes(bytes(version, "32", "00 01 'a' 00 01", "'x'"));
			connection.expectBytes(bytes(version, "34", "00 01 'b' 00 02", "'x'"));
			connection.sendBytes("50 02 00 02");
			connection.expectBytes("62 02 00 02");
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.accept();
			ClientFixture.awaitFailure(first, MqttConnectionException.class);
			ClientFixture.awaitFailure(second, MqttConnectionException.class);
			publish(fixture, "c", QoS.AT_LEAST_ONCE);
			again.expectBytes(bytes(version, "32", "00 01 'c' 00 03", "'x'"));
		}
	}

	private static ClientFixture resumable(ProtocolVersion version) {
		return new ClientFixture(version, (builder) -> {
			builder.reconnect(RECONNECT).sessionLossPolicy(SessionLossPolicy.FAIL);
			return (version == ProtocolVersion.MQTT_5) ? builder.sessionExpiry(Duration.ofHours(1))
					: builder.cleanStart(false);
		});
	}

	private static CompletableFuture<PublishResult> publish(ClientFixture fixture, String topic, QoS qos) {
		return fixture.client.publishAsync(MqttMessage.of(topic, "x").qos(qos));
	}

	private static FakeConnection reconnect(ClientFixture fixture, FakeConnection connection) {
		connection.close();
		fixture.timer.advanceTo(Duration.ofMillis(500));
		return fixture.broker.awaitConnection().accept(true);
	}

	// A PUBLISH, which has a property length in MQTT 5.0
	private static String bytes(ProtocolVersion version, String firstByte, String header, String payload) {
		String rest = header + ((version == ProtocolVersion.MQTT_5) ? " 00 " : " ") + payload;
		int length = AnnotatedBytes.parse(rest).length;
		return "%s %02X %s".formatted(firstByte, length, rest);
	}

}
