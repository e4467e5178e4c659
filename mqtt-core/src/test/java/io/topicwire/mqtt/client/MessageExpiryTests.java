package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageExpiredException;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the lifetime of messages.
 */
class MessageExpiryTests {

	@ParameterizedTest
	@EnumSource
	void messageThatHasWaitedForTooLongIsNotSentAndCounted(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			CompletableFuture<PublishResult> qos0 = fixture.client.publishAsync(message(QoS.AT_MOST_ONCE, 5));
			CompletableFuture<PublishResult> qos1 = fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE, 5));
			fixture.client.publishAsync(MqttMessage.of("next", "x").messageExpiry(Duration.ofSeconds(6)));
			fixture.timer.advance(Duration.ofSeconds(5));
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("next");
			assertThat(ClientFixture.awaitFailure(qos0, MqttMessageExpiredException.class))
				.hasMessage("The message to topic 'topic' was not sent: it waited for longer than its "
						+ "message expiry interval of 5 s");
			ClientFixture.awaitFailure(qos1, MqttMessageExpiredException.class);
			assertThat(fixture.client.statistics().messagesExpired()).isEqualTo(2);
		}
	}

	@Test
	void whatIsLeftOfTheLifetimeIsSent() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE, 10));
			fixture.timer.advance(Duration.ofMillis(4500));
			fixture.client.publishAsync(message(QoS.AT_MOST_ONCE, 10));
			FakeConnection connection = fixture.connect();
			assertThat(expiry(connection)).isEqualTo(6);
			assertThat(expiry(connection)).isEqualTo(10);
		}
	}

	@Test
	void messageWithoutLifetimeIsSentWithoutOne() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.publishAsync(MqttMessage.of("topic", "x"));
			fixture.timer.advance(Duration.ofSeconds(20));
			assertThat(expiry(fixture.connect())).isNull();
		}
	}

	@Test
	void expiredMessagesGiveTheirRoomToNewOnes() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.outbox(OutboxOptions.DEFAULT.limit(2, 1000)))) {
			CompletableFuture<PublishResult> shortLived = fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE, 5));
			CompletableFuture<PublishResult> longLived = fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE, 20));
			fixture.timer.advance(Duration.ofMillis(4999));
			ClientFixture.awaitFailure(fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE, 5)),
					MqttOutboxFullException.class);
			fixture.timer.advance(Duration.ofMillis(1));
			CompletableFuture<PublishResult> late = fixture.client.publishAsync(MqttMessage.of("late", "x"));
			ClientFixture.awaitFailure(shortLived, MqttMessageExpiredException.class);
			assertThat(fixture.client.statistics().messagesExpired()).isOne();
			FakeConnection connection = fixture.connect();
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("late");
			ClientFixture.await(longLived);
			ClientFixture.await(late);
		}
	}

	@Test
	void messageThatIsSentAgainHasWhatIsLeftAndAtLeastASecond() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)).keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> first = fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE, 10));
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(message(QoS.EXACTLY_ONCE, 2));
			assertThat(expiry(connection)).isEqualTo(10);
			assertThat(expiry(connection)).isEqualTo(2);
			fixture.timer.advance(Duration.ofSeconds(3));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true);
			assertThat(expiry(again)).isEqualTo(7);
			assertThat(expiry(again)).isOne();
			again.send(new Puback(1), new Pubrec(2));
			again.expect(Pubrel.class);
			again.send(new Pubcomp(2));
			ClientFixture.await(first);
			ClientFixture.await(second);
			assertThat(fixture.client.statistics().messagesExpired()).isZero();
		}
	}

	@Test
	@Mqtt5("MQTT-4.3.3-7")
	void expiryDoesNotStopAnExchangeThatHasBegun() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(message(QoS.EXACTLY_ONCE, 1));
			connection.expect(Publish.class);
			fixture.timer.advance(Duration.ofSeconds(2));
			connection.send(new Pubrec(1));
			assertThat(connection.expect(Pubrel.class).packetIdentifier()).isOne();
			connection.send(new Pubcomp(1));
			ClientFixture.await(published);
		}
	}

	@Test
	void expiredMessageOfALostSessionIsNotPublishedAnew() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionLossPolicy(SessionLossPolicy.REPUBLISH).keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(message(QoS.AT_LEAST_ONCE, 5));
			connection.expect(Publish.class);
			fixture.timer.advance(Duration.ofSeconds(5));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.accept();
			ClientFixture.awaitFailure(published, MqttMessageExpiredException.class);
			fixture.client.publishAsync(MqttMessage.of("next", "x"));
			assertThat(again.expect(Publish.class).message().topic()).isEqualTo("next");
		}
	}

	@Test
	@Mqtt5("MQTT-4.3.3-13")
	void receivedMessageIsAcknowledgedToTheEndAlthoughItExpiresMeanwhile() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ZERO)); Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("topic", gate);
			connection.send(new Publish(7, false, message(QoS.EXACTLY_ONCE, 1), 0));
			Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 1);
			fixture.timer.advance(Duration.ofSeconds(2));
			gate.open();
			assertThat(connection.expect(Pubrec.class).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
			fixture.timer.advance(Duration.ofSeconds(2));
			connection.send(new Pubrel(7));
			assertThat(connection.expect(Pubcomp.class).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
		}
	}

	private static MqttMessage message(QoS qos, long seconds) {
		return MqttMessage.of("topic", "x").qos(qos).messageExpiry(Duration.ofSeconds(seconds));
	}

	private static Long expiry(FakeConnection connection) {
		return connection.expect(Publish.class).message().properties().messageExpiryInterval();
	}

}
