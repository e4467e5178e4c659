package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for how connections end, by the client or by the broker.
 */
class DisconnectTests {

	private static final DisconnectOptions TALKATIVE = DisconnectOptions.DEFAULT.sessionExpiry(Duration.ofSeconds(5))
		.reasonString("noon")
		.userProperty("a", "1")
		.userProperty("a", "2");

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.14.4-1", "MQTT-3.14.4-2" })
	@Mqtt3({ "MQTT-3.14.4-1", "MQTT-3.14.4-2" })
	void nothingFollowsDisconnectButTheEndOfTheConnection(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			fixture.client.publishAsync(MqttMessage.of("a", "late").qos(QoS.AT_LEAST_ONCE));
			fixture.client.publishAsync(MqttMessage.of("a", "late"));
			connection.expectBytes("E0 00");
			fixture.client.publishAsync(MqttMessage.of("a", "later"));
			// The broker keeps its side open
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			connection.expectClose();
			ClientFixture.await(disconnected);
		}
	}

	@Test
	@Mqtt5("MQTT-3.14.4-3")
	void willIsPublishedOnlyIfTheClientSaysSo() {
		assertDisconnect(ProtocolVersion.MQTT_5, DisconnectOptions.DEFAULT, "E0 00");
		assertDisconnect(ProtocolVersion.MQTT_5, DisconnectOptions.DEFAULT.publishWill(true), "E0 01 04");
	}

	@Test
	void optionsAreSentToAnMqtt5Broker() {
		assertDisconnect(ProtocolVersion.MQTT_5, TALKATIVE, """
				E0 1C               # DISCONNECT
				00                  # normal disconnection
				1A                  # property length
				11 00 00 00 05      # Session Expiry Interval
				1F 00 04 'noon'     # Reason String
				26 00 01 'a' 00 01 '1'
				26 00 01 'a' 00 01 '2'
				""");
	}

	@Test
	@Mqtt3("MQTT-3.14.1-1")
	void optionsAreLeftOutForAnMqtt3Broker() {
		assertDisconnect(ProtocolVersion.MQTT_3_1_1, DisconnectOptions.DEFAULT.reasonString("noon"), "E0 00");
	}

	private static void assertDisconnect(ProtocolVersion version, DisconnectOptions options, String bytes) {
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> (version == ProtocolVersion.MQTT_5)
				? builder.sessionExpiry(Duration.ofSeconds(100)) : builder)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync(options);
			connection.expectBytes(bytes);
			connection.close();
			ClientFixture.await(disconnected);
			connection.expectClose();
		}
	}

	@Test
	@Mqtt3("MQTT-3.14.4-3")
	void mqtt3BrokerIsLeftWithoutDisconnectIfItIsToPublishTheWill() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.will(Will.of(MqttMessage.of("gone", "x"))))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> disconnected = fixture.client
				.disconnectAsync(DisconnectOptions.DEFAULT.publishWill(true));
			connection.expectClose();
			ClientFixture.await(disconnected);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.14.2-3", "MQTT-3.14.2-4" })
	void explanationsAreLeftOutThatTheBrokerHasNoRoomFor() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofSeconds(100)))) {
			CompletableFuture<?> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.accept(false, Properties.builder().add(Property.MAXIMUM_PACKET_SIZE, 10L).build());
			ClientFixture.await(connected);
			fixture.client.disconnectAsync(TALKATIVE);
			connection.expectBytes("E0 07 00 05 11 00 00 00 05");
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			connection.expectClose();
		}
	}

	@Test
	void sessionThatEndsWithTheConnectionCannotBeKeptAfterAll() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.connect();
			assertThatIllegalArgumentException().isThrownBy(() -> fixture.client.disconnectAsync(TALKATIVE))
				.withMessage("A session that ends with the connection cannot be kept for PT5S after all; "
						+ "build the client with a sessionExpiry");
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
		}
	}

	@Test
	@Mqtt5("MQTT-3.14.2-2")
	void brokerMustNotSayHowLongTheSessionIsKeptWhenItLeaves() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofSeconds(100)))) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("E0 07 8B 05 11 00 00 00 00");
			connection.expectBytes("E0 01 82");
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttProtocolException.class);
			connection.close();
			connection.expectClose();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			// The value does not count: there is a session to be continued
			assertThat(fixture.broker.awaitConnection().expect(Connect.class).cleanStart()).isFalse();
		}
	}

	@Test
	@Mqtt5("MQTT-4.13.1-1")
	void listenersAreToldWhatTheBrokerHasSaid() {
		BlockingQueue<MqttException> failures = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.listener(new MqttClientListener() {

					@Override
					public void disconnected(@Nullable MqttException failure) {
						failures.add((failure != null) ? failure : new MqttException("none"));
					}

				}))) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("E0 01 81");
			connection.close();
			connection.expectClose();
			assertThat(failures.poll(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(MqttDisconnectedException.class,
					(failure) -> assertThat(failure.reasonCode()).isEqualTo(ReasonCode.MALFORMED_PACKET));
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	@Mqtt5("MQTT-4.13.2-1")
	void clientClosesWhatTheBrokerEndsAndKeepsOpen() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("E0 01 89");
			connection.expectClose();
			fixture.timer.awaitTask(Duration.ofMillis(500));
		}
	}

	@Test
	void takeoverIsFollowedByAnotherAttemptAfterAGrowingDelay() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.connect().sendBytes("E0 01 8E");
			for (int milliseconds = 500; milliseconds <= 4000; milliseconds *= 2) {
				fixture.timer.advanceTo(Duration.ofMillis(milliseconds));
				fixture.broker.accept().sendBytes("E0 01 8E");
			}
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.4-3")
	void takeoverIsTheEndIfThePolicySaysSo() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.retryTakeover(false)))) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes("E0 01 8E");
			connection.expectClose();
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.DISCONNECTED);
			assertThat(fixture.client.status().lastFailure()).isInstanceOfSatisfying(MqttDisconnectedException.class,
					(failure) -> assertThat(failure.reasonCode()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER));
			fixture.timer.advance(Duration.ofDays(1));
			assertThat(fixture.broker.hasConnection()).isFalse();
		}
	}

}
