package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;

import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.UnmatchedMessagePolicy;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for messages that no handler wants.
 */
class UnmatchedMessageTests {

	private final Recorder handler = new Recorder();

	private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

	@Test
	void messageIsRefusedByDefault() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder)) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			assertThat(connection.expect(Pubrec.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			assertThat(fixture.client.statistics().messagesUnmatched()).isEqualTo(2);
		}
	}

	@Test
	void messageOfMqtt311CannotBeRefusedAndIsAcknowledged() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_3_1_1, (builder) -> builder)) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(1));
			assertThat(fixture.client.statistics().messagesUnmatched()).isOne();
		}
	}

	@Test
	void firstMessageOfAConnectionIsToldAndAllAreCounted() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder);
				LogRecorder log = new LogRecorder()) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(0, "zero", "x", QoS.AT_MOST_ONCE),
					ClientFixture.publish(1, "first", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "second", "x", QoS.AT_LEAST_ONCE));
			connection.expect(Puback.class);
			connection.expect(Puback.class);
			assertThat(fixture.client.statistics().messagesUnmatched()).isEqualTo(3);
			log.await(Level.WARNING,
					"No handler for a message of QoS 1 to topic 'first'; it is refused, or with MQTT 3.1.1 "
							+ "acknowledged without being handled, as are all others on this connection. Register "
							+ "their handlers before connecting, set a default handler, or unsubscribe");
			assertThat(next()).isEqualTo("first");
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.accept();
			again.send(ClientFixture.publish(1, "third", "x", QoS.AT_LEAST_ONCE));
			assertThat(next()).isEqualTo("third");
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageIsAcknowledgedIfThatIsThePolicy(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version,
				(builder) -> builder.onUnmatchedMessage(UnmatchedMessagePolicy.ACKNOWLEDGE))) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(1));
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(2));
			assertThat(fixture.client.statistics().messagesUnmatched()).isEqualTo(2);
			assertThat(next()).isEqualTo("a");
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageStaysUnacknowledgedAndComesAgainIfThatIsThePolicy(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version,
				(builder) -> ((version == ProtocolVersion.MQTT_5) ? builder.sessionExpiry(Duration.ofHours(1))
						: builder.cleanStart(false))
					.onUnmatchedMessage(UnmatchedMessagePolicy.LEAVE_UNACKNOWLEDGED))) {
			FakeConnection connection = fixture.connectAndSubscribe("other", this.handler);
			Publish first = ClientFixture.publish(1, "a", "1", QoS.AT_LEAST_ONCE);
			Publish second = ClientFixture.publish(2, "a", "2", QoS.EXACTLY_ONCE);
			connection.send(first, second, ClientFixture.publish(3, "other", "3", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(3);
			this.handler.next();
			assertThat(fixture.client.statistics().messagesUnmatched()).isEqualTo(2);
			fixture.client.register("a", SubscribeOptions.of(QoS.EXACTLY_ONCE), this.handler);
			ClientFixture.grant(connection);
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.send(first, second);
			assertThat(this.handler.next().payloadAsString()).isEqualTo("1");
			assertThat(this.handler.next().payloadAsString()).isEqualTo("2");
			assertThat(again.expect(Puback.class)).isEqualTo(new Puback(1));
			assertThat(again.expect(Pubrec.class)).isEqualTo(new Pubrec(2));
		}
	}

	@Test
	void messageThatWouldNeverComeAgainIsRefused() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.onUnmatchedMessage(UnmatchedMessagePolicy.LEAVE_UNACKNOWLEDGED))) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
		}
	}

	@Test
	void messagesThatWaitForAHandlerAreLimitedInBytes() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).inboxLimit(100))) {
			fixture.client.register("last", SubscribeOptions.of(QoS.AT_LEAST_ONCE), this.handler);
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			ClientFixture.grant(connection);
			connection.send(publish(1, 150), publish(2, 40), ClientFixture.publish(3, "last", "", QoS.AT_LEAST_ONCE));
			this.handler.next();
			Awaitility.await().until(() -> fixture.client.statistics().messagesUnmatched() == 1);
			fixture.client.register("left/behind", SubscribeOptions.of(QoS.AT_LEAST_ONCE), this.handler);
			ClientFixture.grant(connection);
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(1));
			Puback refusal = connection.expect(Puback.class);
			assertThat(refusal.packetIdentifier()).isEqualTo(2);
			assertThat(refusal.reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(3));
		}
	}

	@Test
	void messageThatOneHandlerHasHandledIsAcknowledgedAlthoughTheOtherOneIsGone() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder);
				HeldHandler stuck = new HeldHandler()) {
			Subscription subscription = fixture.client.register("a/+", SubscribeOptions.of(QoS.AT_LEAST_ONCE), stuck);
			FakeConnection connection = fixture.connectAndSubscribe("a/b", this.handler);
			connection.send(ClientFixture.publish(1, "a/c", "1", QoS.AT_LEAST_ONCE));
			stuck.awaitRunning(1);
			fixture.timer.advanceTo(Duration.ofSeconds(60));
			connection.send(ClientFixture.publish(2, "a/b", "2", QoS.AT_LEAST_ONCE));
			assertThat(this.handler.next().payloadAsString()).isEqualTo("2");
			subscription.close();
			connection.expect(Unsubscribe.class);
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(2));
		}
	}

	private ClientFixture fixture(ProtocolVersion version, UnaryOperator<MqttClientBuilder> settings) {
		MqttClientListener listener = new MqttClientListener() {

			@Override
			public void messageUnmatched(MqttMessage message) {
				UnmatchedMessageTests.this.reports.add(message.topic());
			}

		};
		return new ClientFixture(version,
				(builder) -> settings.apply(builder).keepAlive(Duration.ZERO).listener(listener));
	}

	private String next() {
		try {
			return this.reports.poll(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Publish publish(int packetIdentifier, int size) {
		return new Publish(packetIdentifier, false,
				MqttMessage.of("left/behind", new byte[size - "left/behind".length()]).qos(QoS.AT_LEAST_ONCE), 0);
	}

}
