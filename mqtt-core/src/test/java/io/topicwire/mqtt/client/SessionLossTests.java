package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of messages when the broker has lost the session.
 */
class SessionLossTests {

	private static final MqttMessage AT_LEAST_ONCE = MqttMessage.of("a/1", "one").qos(QoS.AT_LEAST_ONCE);

	private static final MqttMessage EXACTLY_ONCE = MqttMessage.of("a/2", "two").qos(QoS.EXACTLY_ONCE);

	@ParameterizedTest
	@EnumSource
	@Mqtt3("MQTT-3.2.2-3")
	@Mqtt5("MQTT-3.2.2-5")
	void unacknowledgedMessageOfQos1IsPublishedAgainByDefault(ProtocolVersion version) {
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			assertPublishedAgain(fixture, AT_LEAST_ONCE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void unacknowledgedMessageOfQos1IsPublishedAgainIfTheBrokerKeepsNoSession(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			assertPublishedAgain(fixture, AT_LEAST_ONCE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void unacknowledgedMessageOfQos2FailsByDefault(ProtocolVersion version) {
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			assertFails(fixture, EXACTLY_ONCE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void unacknowledgedMessageOfQos2IsPublishedAgainIfThatIsThePolicy(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version, SessionLossPolicy.REPUBLISH)) {
			assertPublishedAgain(fixture, EXACTLY_ONCE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void unacknowledgedMessageFailsIfThatIsThePolicy(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version, SessionLossPolicy.FAIL)) {
			assertFails(fixture, AT_LEAST_ONCE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageThatWasNeverSentIsKeptByEveryPolicy(SessionLossPolicy policy) {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, policy)) {
			FakeConnection connection = fixture.connect();
			connection.close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			CompletableFuture<PublishResult> neverSent = fixture.client.publishAsync(EXACTLY_ONCE);
			fixture.timer.advance(Duration.ofMillis(500));
			finish(fixture.broker.awaitConnection().accept(false));
			ClientFixture.await(neverSent);
		}
	}

	private static ClientFixture fixture(ProtocolVersion version, SessionLossPolicy policy) {
		return new ClientFixture(version, (builder) -> {
			builder.sessionLossPolicy(policy);
			return (version == ProtocolVersion.MQTT_5) ? builder.sessionExpiry(Duration.ofHours(1))
					: builder.cleanStart(false);
		});
	}

	private static void assertPublishedAgain(ClientFixture fixture, MqttMessage message) {
		FakeConnection connection = fixture.connect();
		CompletableFuture<PublishResult> published = fixture.client.publishAsync(message);
		Publish first = connection.expect(Publish.class);
		Publish again = finish(fixture.reconnect(connection).accept(false));
		assertThat(again.message().topic()).isEqualTo(first.message().topic());
		assertThat(again.message().payloadAsString()).isEqualTo(first.message().payloadAsString());
		ClientFixture.await(published);
	}

	private static void assertFails(ClientFixture fixture, MqttMessage message) {
		FakeConnection connection = fixture.connect();
		CompletableFuture<PublishResult> published = fixture.client.publishAsync(message);
		connection.expect(Publish.class);
		FakeConnection again = fixture.reconnect(connection).accept(false);
		assertThat(ClientFixture.awaitFailure(published, MqttConnectionException.class))
			.hasMessageContaining("the broker has not kept the session");
		fixture.expectNothing(again);
	}

	/**
	 * Take over a message that is new.
	 */
	private static Publish finish(FakeConnection connection) {
		Publish publish = connection.expect(Publish.class);
		assertThat(publish.duplicate()).isFalse();
		if (publish.message().qos() == QoS.AT_LEAST_ONCE) {
			connection.send(new Puback(publish.packetIdentifier()));
		}
		else {
			connection.send(new Pubrec(publish.packetIdentifier()));
			connection.expect(Pubrel.class);
			connection.send(new Pubcomp(publish.packetIdentifier()));
		}
		return publish;
	}

}
