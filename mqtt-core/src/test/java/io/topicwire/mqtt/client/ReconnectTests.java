package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for lost connections.
 */
class ReconnectTests {

	@ParameterizedTest
	@EnumSource
	void lostConnectionIsMadeAnew(ProtocolVersion version) {
		EventRecorder events = new EventRecorder();
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.listener(events))) {
			fixture.connect().close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.RECONNECTING);
			assertThat(fixture.client.status().connection()).isNull();
			fixture.timer.advance(Duration.ofMillis(500));
			fixture.broker.accept();
			events.await("connected", "disconnected: The broker closed the connection", "connected");
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
			assertThat(fixture.client.status().reconnects()).isOne();
			assertThat(fixture.client.status().lastFailure()).isNull();
		}
	}

	@Test
	void delaysGrowUpToTheirLimitAndBeginAnewAfterAStableConnection() {
		EventRecorder events = new EventRecorder();
		ReconnectPolicy policy = new ReconnectPolicy(true, false, Long.MAX_VALUE, Duration.ofSeconds(1), 2,
				Duration.ofSeconds(3), Duration.ofSeconds(20));
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(policy).listener(events).keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connect();
			fixture.broker.unreachable(new IOException("Connection refused"));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			fixture.timer.advanceTo(Duration.ofMillis(1000));
			fixture.timer.advanceTo(Duration.ofMillis(1500));
			fixture.timer.awaitTask(Duration.ofMillis(1500));
			fixture.broker.unreachable(null);
			fixture.timer.advance(Duration.ofMillis(1500));
			// Not stable yet: the next delay is that of a further attempt
			fixture.broker.accept();
			events.await("connected", "disconnected: The broker closed the connection",
					"connectFailed: Connection to broker.example.com:1883 failed: Connection refused PT1S",
					"connectFailed: Connection to broker.example.com:1883 failed: Connection refused PT1.5S",
					"connectFailed: Connection to broker.example.com:1883 failed: Connection refused PT1.5S",
					"connected");
			fixture.broker.hangUp();
			fixture.timer.advanceTo(Duration.ofMillis(1500));
			fixture.broker.accept();
			fixture.timer.advanceTo(Duration.ofSeconds(20));
			fixture.broker.hangUp();
			fixture.timer.awaitTask(Duration.ofMillis(500));
		}
	}

	@Test
	void attemptsEndWithTheConfiguredNumber() {
		EventRecorder events = new EventRecorder();
		ReconnectPolicy policy = new ReconnectPolicy(true, false, 1, Duration.ofSeconds(1), 2, Duration.ofSeconds(3),
				Duration.ofSeconds(30));
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(policy).listener(events))) {
			FakeConnection connection = fixture.connect();
			fixture.broker.unreachable(new IOException("Connection refused"));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			events.await("connected", "disconnected: The broker closed the connection",
					"connectFailed: Connection to broker.example.com:1883 failed: Connection refused null");
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@Test
	void nothingIsMadeAnewIfThePolicySaysSo() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.NEVER))) {
			fixture.connect().close();
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.DISCONNECTED);
		}
	}

	@Test
	void brokerThatSaysWhyItEndsTheConnectionIsQuoted() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.send(new Disconnect(ReasonCode.SESSION_TAKEN_OVER,
					Properties.builder().add(Property.REASON_STRING, "from 10.0.0.7").build()));
			connection.expectClose();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttDisconnectedException.class)
				.hasMessage("The broker ended the connection: session taken over by another connection with the same "
						+ "client identifier (0x8E), from 10.0.0.7");
		}
	}

	@Test
	void clientStaysAwayIfTheBrokerSaysSo() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.send(new Disconnect(ReasonCode.NOT_AUTHORIZED, Properties.NONE));
			connection.expectClose();
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.DISCONNECTED);
		}
	}

	@Test
	void brokerThatBreaksTheRulesOfMqtt5IsToldAndLeft() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.send(new Connect(ProtocolVersion.MQTT_5, "x", true, 0, null, null, null, Properties.NONE));
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttProtocolException.class)
				.hasMessage("The broker sent CONNECT, which it must not send at this point");
			connection.close();
			connection.expectClose();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			fixture.broker.accept();
		}
	}

	@Test
	void brokerThatBreaksTheRulesOfMqtt311IsLeft() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes(0xF0, 0x00);
			connection.expectClose();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttProtocolException.class);
		}
	}

	@Test
	void malformedPacketIsAnsweredWithItsReasonCode() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			// PUBLISH of QoS 3
			connection.sendBytes(0x36, 0x05, 0x00, 0x01, 'a', 0x00, 0x01);
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.MALFORMED_PACKET);
		}
	}

	@Test
	void packetAboveTheMaximumPacketSizeIsRefusedByItsLength() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.maximumPacketSize(100))) {
			FakeConnection connection = fixture.connect();
			// The length alone is enough: nothing of the rest has come
			connection.sendBytes(0x30, 0xFF, 0x7F);
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
		}
	}

	@Test
	void answerThatDoesNotFitItsQuestionEndsTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, (message) -> {
			});
			FakeConnection connection = fixture.connect();
			int packetIdentifier = connection.expect(Subscribe.class).packetIdentifier();
			connection
				.send(new Suback(packetIdentifier, List.of(ReasonCode.SUCCESS, ReasonCode.SUCCESS), Properties.NONE));
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
			assertThat(fixture.client.status().lastFailure())
				.hasMessage("The broker answered 1 topic filters with 2 reason codes in SUBACK");
		}
	}

	@Test
	@ExpectedErrors("Listener io.topicwire.mqtt.client.ReconnectTests$1 failed")
	void failingListenerHurtsNobody() {
		EventRecorder events = new EventRecorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.listener(new MqttClientListener() {

					@Override
					public void connected(ConnectResult result) {
						throw new IllegalStateException("listener is broken");
					}

				}).listener(events))) {
			fixture.connect();
			events.await("connected");
		}
	}

	/**
	 * Keeps what listeners are told.
	 */
	private static final class EventRecorder implements MqttClientListener {

		private final List<String> events = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void connected(ConnectResult result) {
			this.events.add("connected");
		}

		@Override
		public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
			this.events.add("connectFailed: " + failure.getMessage() + " " + nextAttempt);
		}

		@Override
		public void disconnected(@Nullable MqttException failure) {
			this.events.add("disconnected: " + ((failure != null) ? failure.getMessage() : null));
		}

		void await(String... expected) {
			Awaitility.await().untilAsserted(() -> assertThat(this.events).containsExactly(expected));
		}

	}

}
