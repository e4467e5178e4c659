package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for keep-alive and ping latency.
 */
class KeepAliveTests {

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.2-20")
	@Mqtt3("MQTT-3.1.2-23")
	void idleConnectionIsPingedBeforeTheKeepAliveIntervalIsOver(ProtocolVersion version) throws Exception {
		BlockingQueue<Duration> latencies = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> builder.keepAlive(Duration.ofSeconds(20)).listener(new MqttClientListener() {

					@Override
					public void pinged(Duration latency) {
						latencies.add(latency);
					}

				}))) {
			FakeConnection connection = fixture.connect();
			assertThat(fixture.client.status().lastPingLatency()).isNull();
			for (int i = 1; i <= 3; i++) {
				// Counted from the PINGREQ before, whose answer took a millisecond less
				fixture.timer.advanceTo(Duration.ofSeconds(18).minusMillis(i - 1));
				connection.expect(Pingreq.class);
				fixture.timer.advance(Duration.ofMillis(i));
				connection.send(Pingresp.INSTANCE);
				assertThat(latencies.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofMillis(i));
				assertThat(fixture.client.status().lastPingLatency()).isEqualTo(Duration.ofMillis(i));
			}
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.2-21")
	void keepAliveOfTheBrokerOverrulesOurs() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.SERVER_KEEP_ALIVE, 10).build());
			fixture.timer.advanceTo(Duration.ofSeconds(9));
			connection.expect(Pingreq.class);
		}
	}

	@Test
	@Mqtt5("MQTT-3.2.2-21")
	void keepAliveOfTheBrokerMaySwitchPingsOff() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.SERVER_KEEP_ALIVE, 0).build());
			assertThat(ClientFixture.await(connected).keepAlive()).isEqualTo(Duration.ZERO);
			fixture.timer.advance(Duration.ofDays(1));
			fixture.expectNothing(connection);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.2-20")
	@Mqtt3("MQTT-3.1.2-23")
	void connectionThatIsInUseIsNotPinged(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> builder.keepAlive(Duration.ofSeconds(20)))) {
			FakeConnection connection = fixture.connect();
			for (int i = 0; i < 10; i++) {
				fixture.timer.advance(Duration.ofSeconds(10));
				CompletableFuture<?> published = fixture.client
					.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
				connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
				ClientFixture.await(published);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.2-20")
	@Mqtt3("MQTT-3.1.2-23")
	void nothingIsPingedWithoutKeepAlive(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connect();
			fixture.timer.advance(Duration.ofDays(1));
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			connection.expect(Publish.class);
		}
	}

	@Test
	void connectionOnWhichNothingComesBackIsPingedAlthoughMessagesAreSent() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ofSeconds(20)))) {
			FakeConnection connection = fixture.connect();
			fixture.timer.awaitTask(Duration.ofSeconds(18));
			fixture.timer.advance(Duration.ofSeconds(10));
			ClientFixture.await(fixture.client.publishAsync(MqttMessage.of("a", "x")));
			connection.expect(Publish.class);
			fixture.timer.advance(Duration.ofSeconds(8));
			connection.expect(Pingreq.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.12.4-1")
	@Mqtt3("MQTT-3.12.4-1")
	void missingAnswerEndsTheConnection(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			fixture.timer.advanceTo(Duration.ofSeconds(54));
			connection.expect(Pingreq.class);
			fixture.timer.advance(Duration.ofSeconds(10));
			connection.expectClose();
			assertThat(fixture.client.statistics().pingTimeouts()).isOne();
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.RECONNECTING);
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttConnectionException.class)
				.hasMessage("The broker did not answer a PINGREQ within 10000 ms; the connection is taken for dead");
			fixture.timer.advance(Duration.ofMillis(500));
			fixture.broker.accept();
		}
	}

	@Test
	void connectionThatCannotBeWrittenEnds() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.blockWrites(true);
			fixture.timer.advanceTo(Duration.ofSeconds(54));
			connection.awaitBlockedWriter();
			fixture.timer.advance(Duration.ofSeconds(10));
			assertThat(fixture.client.statistics().pingTimeouts()).isOne();
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.RECONNECTING);
		}
	}

	@Test
	void pingOnDemandReturnsTheLatency() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Duration> first = fixture.client.pingAsync();
			CompletableFuture<Duration> second = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			fixture.timer.advance(Duration.ofMillis(5));
			connection.send(Pingresp.INSTANCE);
			assertThat(ClientFixture.await(first)).isEqualTo(Duration.ofMillis(5));
			assertThat(ClientFixture.await(second)).isEqualTo(Duration.ofMillis(5));
			// Both shared one PINGREQ
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
		}
	}

	@Test
	void pingWithoutConnectionFails() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThat(ClientFixture.awaitFailure(fixture.client.pingAsync(), MqttConnectionException.class))
				.hasMessage("There is no connection that could be pinged");
		}
	}

	@Test
	void pingFailsWithTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.accept();
			ClientFixture.await(connected);
			CompletableFuture<Duration> pinged = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			connection.close();
			assertThat(ClientFixture.awaitFailure(pinged, MqttConnectionException.class))
				.hasMessage("The broker closed the connection");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_MOST_ONCE", "AT_LEAST_ONCE" })
	void connectionThatNothingComesBackFromEndsAlthoughTheClientPublishesAllTheTime(QoS qos) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ofSeconds(20)))) {
			FakeConnection connection = fixture.connect();
			for (int second = 1; second <= 28; second++) {
				fixture.client.publishAsync(MqttMessage.of("a", "x").qos(qos));
				connection.expect(Publish.class);
				fixture.timer.advance(Duration.ofSeconds(1));
				if (second == 18) {
					connection.expect(Pingreq.class);
				}
			}
			connection.expectClose();
			assertThat(fixture.client.statistics().pingTimeouts()).isOne();
			fixture.timer.advance(Duration.ofMillis(500));
			fixture.broker.accept();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_MOST_ONCE", "AT_LEAST_ONCE" })
	void connectionThatTakesNothingEndsAlthoughTheClientPublishesAllTheTime(QoS qos) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ofSeconds(20)))) {
			FakeConnection connection = fixture.connect();
			connection.blockWrites(true);
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(qos));
			connection.awaitBlockedWriter();
			for (int second = 1; second <= 28; second++) {
				assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
				fixture.client.publishAsync(MqttMessage.of("a", "x").qos(qos));
				fixture.timer.advance(Duration.ofSeconds(1));
			}
			assertThat(fixture.client.statistics().pingTimeouts()).isOne();
			fixture.timer.advance(Duration.ofMillis(500));
			fixture.broker.accept();
		}
	}

	@Test
	void connectionThatBringsALargeMessageSlowlyIsNotTakenForDead() {
		BlockingQueue<MqttMessage> handled = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ofSeconds(20)))) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handled::add);
			// QoS 0 to topic "a", no properties, and 100 bytes
			connection.sendBytes(0x30, 104, 0, 1, 'a', 0);
			int pings = 0;
			for (int second = 1; second <= 100; second++) {
				connection.sendBytes('x');
				connection.awaitWaitingReader();
				fixture.timer.advance(Duration.ofSeconds(1));
				// The broker is to hear from the client, but has no time to answer
				if (second % 18 == 0) {
					connection.expect(Pingreq.class);
					pings++;
				}
			}
			connection.send(Pingresp.INSTANCE);
			assertThat(handled.poll(10, TimeUnit.SECONDS)).isNotNull();
			assertThat(pings).isEqualTo(5);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
