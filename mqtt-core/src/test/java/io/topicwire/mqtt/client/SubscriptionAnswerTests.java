package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the answers to SUBSCRIBE and UNSUBSCRIBE.
 */
class SubscriptionAnswerTests {

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.8.4-6", "MQTT-3.8.4-7", "MQTT-3.9.3-1" })
	@Mqtt3({ "MQTT-3.8.4-5", "MQTT-3.9.3-1" })
	void everyTopicFilterHasItsOwnCode(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			fixture.client.connectAsync();
			CompletableFuture<Subscription> first = subscribe(fixture, "a");
			CompletableFuture<Subscription> second = subscribe(fixture, "b");
			CompletableFuture<Subscription> third = subscribe(fixture, "c");
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, ClientFixture.NO_SUBSCRIPTION_IDENTIFIERS);
			Subscribe subscribe = connection.expect(Subscribe.class);
			assertThat(subscribe.requests()).extracting(Subscribe.Request::filter).containsExactly("a", "b", "c");
			connection.send(new Suback(subscribe.packetIdentifier(),
					List.of(ReasonCode.SUCCESS, ReasonCode.UNSPECIFIED_ERROR, ReasonCode.GRANTED_QOS_2),
					Properties.NONE));
			assertThat(ClientFixture.await(first).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
			assertThat(ClientFixture.awaitFailure(second, MqttSubscribeException.class).reasonCode())
				.isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			assertThat(ClientFixture.await(third).reasonCode()).isEqualTo(ReasonCode.GRANTED_QOS_2);
		}
	}

	@Test
	@Mqtt3({ "MQTT-3.8.3-4", "MQTT-3.8.4-5" })
	void wrongNumberOfReturnCodesEndsTheConnectionToAnMqtt3Broker() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			fixture.client.connectAsync();
			subscribe(fixture, "a");
			subscribe(fixture, "b");
			FakeConnection connection = fixture.broker.accept();
			connection.expectBytes("""
					82 0A       # SUBSCRIBE
					00 01       # packet identifier
					00 01 'a'   # topic filter
					02          # QoS 2
					00 01 'b'   # topic filter
					02          # QoS 2
					""");
			connection.sendBytes("90 03 00 01 01");
			connection.expectClose();
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttProtocolException.class)
				.hasMessage("The broker answered 2 topic filters with 1 reason codes in SUBACK");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "90 04 00 01 00 01", "90 06 00 01 00 01 01 01" })
	@Mqtt5("MQTT-3.8.4-6")
	void wrongNumberOfReasonCodesInSubackIsAnsweredByProtocolError(String suback) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.connectAsync();
			subscribe(fixture, "a");
			subscribe(fixture, "b");
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, ClientFixture.NO_SUBSCRIPTION_IDENTIFIERS);
			assertThat(connection.expect(Subscribe.class).requests()).hasSize(2);
			connection.sendBytes(suback);
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
		}
	}

	@Test
	@Mqtt5("MQTT-3.11.3-1")
	void everyTopicFilterToForgetHasItsOwnReasonCode() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connectAndSubscribe(fixture, "a", "b", "c");
			connection.close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			CompletableFuture<?> first = fixture.client.unsubscribeAsync("a");
			CompletableFuture<?> second = fixture.client.unsubscribeAsync("b");
			CompletableFuture<?> third = fixture.client.unsubscribeAsync("c");
			FakeConnection again = fixture.reconnect(connection).accept(true);
			Unsubscribe unsubscribe = again.expect(Unsubscribe.class);
			assertThat(unsubscribe.filters()).containsExactly("a", "b", "c");
			again.send(new Unsuback(unsubscribe.packetIdentifier(),
					List.of(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED, ReasonCode.NOT_AUTHORIZED),
					Properties.NONE));
			ClientFixture.await(first);
			ClientFixture.await(second);
			assertThat(ClientFixture.awaitFailure(third, MqttSubscribeException.class).reasonCode())
				.isEqualTo(ReasonCode.NOT_AUTHORIZED);
		}
	}

	@Test
	@Mqtt5("MQTT-3.11.3-1")
	void wrongNumberOfReasonCodesInUnsubackIsAnsweredByProtocolError() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connectAndSubscribe(fixture, "a", "b");
			connection.close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			fixture.client.unsubscribeAsync("a");
			fixture.client.unsubscribeAsync("b");
			FakeConnection again = fixture.reconnect(connection).accept(true);
			Unsubscribe unsubscribe = again.expect(Unsubscribe.class);
			again.send(new Unsuback(unsubscribe.packetIdentifier(), List.of(ReasonCode.SUCCESS), Properties.NONE));
			assertThat(again.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
		}
	}

	@Test
	@Mqtt3({ "MQTT-3.10.1-1", "MQTT-3.10.3-1", "MQTT-3.10.4-4" })
	void topicFiltersThatAnMqtt3BrokerForgetsFollowOneAnother() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = connectAndSubscribe(fixture, "a/+", "\u00E4");
			connection.close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			CompletableFuture<?> first = fixture.client.unsubscribeAsync("a/+");
			CompletableFuture<?> second = fixture.client.unsubscribeAsync("\u00E4");
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.expectBytes("""
					A2 0B        # UNSUBSCRIBE
					00 02        # packet identifier
					00 03 'a/+'  # topic filter
					00 02 C3 A4  # topic filter
					""");
			again.sendBytes("B0 02 00 02");
			ClientFixture.await(first);
			ClientFixture.await(second);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.8.4-1")
	@Mqtt3("MQTT-3.8.4-1")
	void messageThatComesBeforeSubackIsDelivered(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, handler);
			Subscribe subscribe = connection.expect(Subscribe.class);
			connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			assertThat(handler.next().payloadAsString()).isEqualTo("x");
			assertThat(subscribed).isNotDone();
			connection.send(new Suback(subscribe.packetIdentifier(), List.of(ReasonCode.SUCCESS), Properties.NONE));
			ClientFixture.await(subscribed);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.8.4-1", "MQTT-3.8.4-2" })
	@Mqtt3({ "MQTT-3.8.4-1", "MQTT-3.8.4-2" })
	void subscribeWithoutItsOwnSubackTimesOut(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = subscribe(fixture, "a");
			int packetIdentifier = connection.expect(Subscribe.class).packetIdentifier();
			connection.send(new Suback(packetIdentifier + 1, List.of(ReasonCode.SUCCESS), Properties.NONE));
			ClientFixture.awaitRead(connection);
			assertThat(subscribed).isNotDone();
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			ClientFixture.awaitFailure(subscribed, MqttTimeoutException.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.10.4-4", "MQTT-3.10.4-5" })
	@Mqtt3("MQTT-3.10.4-4")
	void unsubscribeWithoutItsOwnUnsubackTimesOut(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connectAndSubscribe(fixture, "a");
			CompletableFuture<?> unsubscribed = fixture.client.unsubscribeAsync("a");
			int packetIdentifier = connection.expect(Unsubscribe.class).packetIdentifier();
			connection.send(unsuback(version, packetIdentifier + 1));
			ClientFixture.awaitRead(connection);
			assertThat(unsubscribed).isNotDone();
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			ClientFixture.awaitFailure(unsubscribed, MqttTimeoutException.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.10.4-5")
	@Mqtt3("MQTT-3.10.4-5")
	void unsubscribeOfASubscriptionThatDidNotExistIsComplete(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connectAndSubscribe(fixture, "a");
			CompletableFuture<?> unsubscribed = fixture.client.unsubscribeAsync("a");
			int packetIdentifier = connection.expect(Unsubscribe.class).packetIdentifier();
			connection.send(unsuback(version, packetIdentifier));
			ClientFixture.await(unsubscribed);
			ClientFixture.await(fixture.client.unsubscribeAsync("never/subscribed"));
		}
	}

	private Unsuback unsuback(ProtocolVersion version, int packetIdentifier) {
		return new Unsuback(packetIdentifier,
				(version == ProtocolVersion.MQTT_5) ? List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED) : List.of(),
				Properties.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "MQTT_3_1_1, '/A/a\u0308/ '", "MQTT_3_1_1, a/+/#", "MQTT_5, '/A/a\u0308/ '", "MQTT_5, $share/g/a/#" })
	@Mqtt5("MQTT-3.10.4-1")
	@Mqtt3("MQTT-3.10.4-1")
	void unsubscribeNamesTheTopicFilterAsItWasSubscribed(ProtocolVersion version, String filter) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = subscribe(fixture, filter);
			assertThat(ClientFixture.grant(connection).requests()).extracting(Subscribe.Request::filter)
				.containsExactly(filter);
			ClientFixture.await(subscribed).unsubscribeAsync();
			assertThat(connection.expect(Unsubscribe.class).filters()).containsExactly(filter);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.10.4-3")
	@Mqtt3("MQTT-3.10.4-3")
	void exchangeThatHasBegunGoesOnAfterAnUnsubscribe(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connectAndSubscribe(fixture, "a");
			connection.send(ClientFixture.publish(9, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(9));
			CompletableFuture<?> unsubscribed = fixture.client.unsubscribeAsync("a");
			int packetIdentifier = connection.expect(Unsubscribe.class).packetIdentifier();
			connection.send(unsuback(version, packetIdentifier));
			ClientFixture.await(unsubscribed);
			connection.send(new Pubrel(9));
			assertThat(connection.expect(Pubcomp.class)).isEqualTo(new Pubcomp(9));
		}
	}

	private CompletableFuture<Subscription> subscribe(ClientFixture fixture, String filter) {
		return fixture.client.subscribeAsync(filter, QoS.EXACTLY_ONCE, new Recorder());
	}

	/**
	 * Connect with subscriptions that the client knows to be granted.
	 */
	private FakeConnection connectAndSubscribe(ClientFixture fixture, String... filters) {
		fixture.client.connectAsync();
		List<CompletableFuture<Subscription>> subscribed = Stream.of(filters)
			.map((filter) -> subscribe(fixture, filter))
			.toList();
		FakeConnection connection = fixture.broker.awaitConnection()
			.accept(false, ClientFixture.NO_SUBSCRIPTION_IDENTIFIERS);
		ClientFixture.grant(connection);
		subscribed.forEach(ClientFixture::await);
		return connection;
	}

}
