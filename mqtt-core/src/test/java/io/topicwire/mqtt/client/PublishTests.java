package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for publishing.
 */
class PublishTests {

	private static final MqttMessage AT_MOST_ONCE = MqttMessage.of("a/0", "zero");

	private static final MqttMessage AT_LEAST_ONCE = MqttMessage.of("a/1", "one").qos(QoS.AT_LEAST_ONCE);

	private static final MqttMessage EXACTLY_ONCE = MqttMessage.of("a/2", "two").qos(QoS.EXACTLY_ONCE);

	@ParameterizedTest
	@EnumSource
	void qos0IsPublishedWhenItIsWritten(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_MOST_ONCE);
			Publish publish = connection.expect(Publish.class);
			assertThat(publish.packetIdentifier()).isZero();
			assertThat(publish.message().topic()).isEqualTo("a/0");
			assertThat(publish.message().payloadAsString()).isEqualTo("zero");
			assertThat(ClientFixture.await(published)).isEqualTo(PublishResult.SUCCESS);
			assertThat(fixture.client.statistics().messagesPublished()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	void qos1IsPublishedWhenTheBrokerAcknowledges(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_LEAST_ONCE);
			Publish publish = connection.expect(Publish.class);
			assertThat(publish.packetIdentifier()).isOne();
			assertThat(publish.duplicate()).isFalse();
			assertThat(published).isNotDone();
			connection.send(new Puback(publish.packetIdentifier()));
			assertThat(ClientFixture.await(published).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
		}
	}

	@ParameterizedTest
	@EnumSource
	void qos2IsPublishedAfterAllFourPackets(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(EXACTLY_ONCE);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			connection.send(new Pubrec(packetIdentifier));
			assertThat(connection.expect(Pubrel.class).packetIdentifier()).isEqualTo(packetIdentifier);
			assertThat(published).isNotDone();
			connection.send(new Pubcomp(packetIdentifier));
			assertThat(ClientFixture.await(published).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-4.3.3-4" })
	void refusalFailsThePublishWithTheReason() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> qos1 = fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier(), ReasonCode.NOT_AUTHORIZED,
					Properties.builder().add(Property.REASON_STRING, "read only").build()));
			MqttPublishException failure = ClientFixture.awaitFailure(qos1, MqttPublishException.class);
			assertThat(failure)
				.hasMessage("The broker refused a message to topic 'a/1': not authorized (0x87), read only");
			assertThat(failure.reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
			CompletableFuture<PublishResult> qos2 = fixture.client.publishAsync(EXACTLY_ONCE);
			connection.send(new Pubrec(connection.expect(Publish.class).packetIdentifier(), ReasonCode.QUOTA_EXCEEDED,
					Properties.NONE));
			assertThat(ClientFixture.awaitFailure(qos2, MqttPublishException.class).reasonCode())
				.isEqualTo(ReasonCode.QUOTA_EXCEEDED);
			// No PUBREL after a refusal
			fixture.client.publishAsync(AT_MOST_ONCE);
			connection.expect(Publish.class);
		}
	}

	@Test
	void messagesWaitInTheOutboxForTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.publishAsync(AT_LEAST_ONCE);
			fixture.client.publishAsync(AT_MOST_ONCE);
			fixture.client.publishAsync(EXACTLY_ONCE);
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a/1");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a/0");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a/2");
		}
	}

	@Test
	void messageThatFindsNoRoomFails() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.outbox(OutboxOptions.DEFAULT.limit(2, 6)))) {
			fixture.client.publishAsync(AT_MOST_ONCE);
			assertThat(ClientFixture.awaitFailure(fixture.client.publishAsync(AT_LEAST_ONCE),
					MqttOutboxFullException.class))
				.hasMessage("No room in the outbox for a message of 3 bytes to topic 'a/1': "
						+ "1 messages with 4 bytes are waiting to be sent, 2 messages with 6 bytes may; "
						+ "raise these limits or publish more slowly");
			CompletableFuture<PublishResult> empty = fixture.client.publishAsync(MqttMessage.empty("b"));
			ClientFixture.awaitFailure(fixture.client.publishAsync(MqttMessage.empty("c")),
					MqttOutboxFullException.class);
			FakeConnection connection = fixture.connect();
			connection.expect(Publish.class);
			connection.expect(Publish.class);
			ClientFixture.await(empty);
			fixture.client.publishAsync(AT_LEAST_ONCE);
			connection.expect(Publish.class);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-3.3.4-8" })
	void receiveMaximumHoldsBackOnlyWhatIsAcknowledged() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.RECEIVE_MAXIMUM, 1).build());
			ClientFixture.await(connected);
			fixture.client.publishAsync(EXACTLY_ONCE);
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(AT_LEAST_ONCE);
			fixture.client.publishAsync(AT_MOST_ONCE);
			Publish first = connection.expect(Publish.class);
			assertThat(first.message().qos()).isEqualTo(QoS.EXACTLY_ONCE);
			assertThat(connection.expect(Publish.class).message().qos()).isEqualTo(QoS.AT_MOST_ONCE);
			connection.send(new Pubrec(first.packetIdentifier()));
			connection.expect(Pubrel.class);
			connection.send(new Pubcomp(first.packetIdentifier()));
			Publish next = connection.expect(Publish.class);
			assertThat(next.message().qos()).isEqualTo(QoS.AT_LEAST_ONCE);
			connection.send(new Puback(next.packetIdentifier()));
			ClientFixture.await(second);
		}
	}

	@Test
	void messageThatIsNeverSentTimesOutAndIsWithdrawn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_LEAST_ONCE);
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			assertThat(ClientFixture.awaitFailure(published, MqttTimeoutException.class))
				.hasMessage("Publish with QoS 1 to topic 'a/1' (never sent) was not finished after 30000 ms");
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(AT_MOST_ONCE);
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a/0");
		}
	}

	@Test
	void everyOperationHasItsOwnDeadline() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<PublishResult> first = fixture.client.publishAsync(AT_LEAST_ONCE);
			fixture.timer.advance(Duration.ofSeconds(10));
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(AT_LEAST_ONCE);
			fixture.timer.advance(Duration.ofSeconds(20));
			ClientFixture.awaitFailure(first, MqttTimeoutException.class);
			assertThat(second).isNotDone();
			fixture.timer.advance(Duration.ofSeconds(10));
			ClientFixture.awaitFailure(second, MqttTimeoutException.class);
		}
	}

	@Test
	void timeLimitCanBeSetForOneMessage() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<PublishResult> common = fixture.client.publishAsync(AT_LEAST_ONCE);
			CompletableFuture<PublishResult> brief = fixture.client.publishAsync(AT_LEAST_ONCE, Duration.ofSeconds(2));
			CompletableFuture<PublishResult> patient = fixture.client.publishAsync(EXACTLY_ONCE, Duration.ofHours(1));
			fixture.timer.advance(Duration.ofSeconds(2));
			assertThat(ClientFixture.awaitFailure(brief, MqttTimeoutException.class))
				.hasMessage("Publish with QoS 1 to topic 'a/1' (never sent) was not finished after 2000 ms");
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			ClientFixture.awaitFailure(common, MqttTimeoutException.class);
			assertThat(fixture.client.statistics().publishFailures()).isEqualTo(2);
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a/2");
			assertThat(patient).isNotDone();
		}
	}

	@Test
	void blockingPublishTakesATimeLimit() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<PublishResult> published = CompletableFuture
				.supplyAsync(() -> fixture.client.publish(AT_LEAST_ONCE, Duration.ofSeconds(2)));
			fixture.timer.advanceTo(Duration.ofSeconds(2));
			ClientFixture.awaitFailure(published, MqttTimeoutException.class);
		}
	}

	@Test
	void timeLimitMustBeMoreThanZero() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.publishAsync(AT_LEAST_ONCE, Duration.ZERO))
				.withMessage("Timeout must be more than zero and at most 365 days but was PT0S");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.publish(AT_LEAST_ONCE, Duration.ofDays(366)))
				.withMessageContaining("PT8784H");
		}
	}

	@Test
	@Mqtt5("MQTT-4.3.2-3")
	void missingAcknowledgementTimesOut() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_LEAST_ONCE);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			assertThat(ClientFixture.awaitFailure(published, MqttTimeoutException.class))
				.hasMessageContaining("(sent, not acknowledged)");
			// The identifier stays in use until the broker has answered
			fixture.client.publishAsync(AT_LEAST_ONCE);
			assertThat(connection.expect(Publish.class).packetIdentifier()).isNotEqualTo(packetIdentifier);
			connection.send(new Puback(packetIdentifier));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.4.0-1")
	@Mqtt3("MQTT-4.4.0-1")
	void unacknowledgedMessagesAreSentAgainWhenTheSessionGoesOn(ProtocolVersion version) {
		try (ClientFixture fixture = persistent(version)) {
			FakeConnection connection = fixture.connect();
			List<CompletableFuture<PublishResult>> published = List.of(fixture.client.publishAsync(EXACTLY_ONCE),
					fixture.client.publishAsync(AT_LEAST_ONCE));
			Publish first = connection.expect(Publish.class);
			Publish second = connection.expect(Publish.class);
			connection.send(new Pubrec(first.packetIdentifier()));
			connection.expect(Pubrel.class);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true);
			Publish resent = again.expect(Publish.class);
			assertThat(resent.duplicate()).isTrue();
			assertThat(resent.packetIdentifier()).isEqualTo(second.packetIdentifier());
			assertThat(resent.message().payloadAsString()).isEqualTo("one");
			assertThat(again.expect(Pubrel.class).packetIdentifier()).isEqualTo(first.packetIdentifier());
			again.send(new Puback(second.packetIdentifier()), new Pubcomp(first.packetIdentifier()));
			published.forEach(ClientFixture::await);
		}
	}

	@Test
	void messageOfQos0ThatIsCutOffFails() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.blockWrites(true);
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(AT_MOST_ONCE);
			connection.awaitBlockedWriter();
			connection.close();
			ClientFixture.awaitFailure(published, MqttConnectionException.class);
		}
	}

	@Test
	void invalidMessagesAreRefusedAtOnce() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.publishAsync(MqttMessage.of("a/+", "x")))
				.withMessageContaining("a/+");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.publishAsync(AT_MOST_ONCE.responseTopic("#")))
				.withMessageContaining("#");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.publishAsync(AT_MOST_ONCE.correlationData(new byte[65_536])))
				.withMessage("Correlation data must not be longer than 65535 bytes but has 65536");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.publishAsync(AT_MOST_ONCE.userProperty("\uD800", "x")))
				.withMessageContaining("Name of user property");
		}
	}

	private static ClientFixture persistent(ProtocolVersion version) {
		return new ClientFixture(version, (builder) -> (version == ProtocolVersion.MQTT_5)
				? builder.sessionExpiry(Duration.ofHours(1)) : builder.cleanStart(false));
	}

}
