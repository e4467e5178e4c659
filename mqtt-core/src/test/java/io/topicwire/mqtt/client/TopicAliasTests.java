package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for topic aliases in both directions.
 */
class TopicAliasTests {

	@Test
	@Mqtt5({ "MQTT-3.3.2-8", "MQTT-3.3.2-9" })
	void topicIsSentOnceIfTheBrokerAllowsIt() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture, 10);
			publish(fixture, "topic/one");
			publish(fixture, "topic/two");
			publish(fixture, "topic/one");
			expect(connection, "topic/one", 1);
			expect(connection, "topic/two", 2);
			expect(connection, "", 1);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.2.2-17", "MQTT-3.3.2-9" })
	void noMoreAliasesAreUsedThanTheBrokerAllows() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture, 2);
			publish(fixture, "topic/one");
			publish(fixture, "topic/two");
			publish(fixture, "topic/three");
			expect(connection, "topic/one", 1);
			expect(connection, "topic/two", 2);
			expect(connection, "topic/three", 0);
			// The more frequent one takes over
			publish(fixture, "topic/three");
			publish(fixture, "topic/three");
			expect(connection, "topic/three", 1);
			expect(connection, "", 1);
		}
	}

	@Test
	@Mqtt5("MQTT-3.2.2-18")
	void noAliasIsUsedIfTheBrokerDoesNotAllowIt() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			for (int i = 0; i < 3; i++) {
				publish(fixture, "topic/one");
				expect(connection, "topic/one", 0);
			}
		}
	}

	@Test
	void noAliasIsUsedIfThatIsSwitchedOff() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.outgoingTopicAliasMaximum(0))) {
			FakeConnection connection = connect(fixture, 10);
			for (int i = 0; i < 3; i++) {
				publish(fixture, "topic/one");
				expect(connection, "topic/one", 0);
			}
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.3.2-7", "MQTT-3.3.2-9" })
	void everyConnectionStartsWithoutAliasesAlsoForWhatIsSentAgain() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			FakeConnection connection = connect(fixture, 10);
			publish(fixture, "topic/one");
			fixture.client.publishAsync(MqttMessage.of("topic/two", "x").qos(QoS.AT_LEAST_ONCE));
			fixture.client.publishAsync(MqttMessage.of("topic/two", "y").qos(QoS.AT_LEAST_ONCE));
			expect(connection, "topic/one", 1);
			expect(connection, "topic/two", 2);
			expect(connection, "", 2);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true, aliases(1));
			expect(again, "topic/two", 1);
			expect(again, "", 1);
			publish(fixture, "topic/one");
			expect(again, "topic/one", 0);
		}
	}

	@Test
	void messageThatIsTooLargeLeavesNoAliasBehind() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false,
						Properties.builder()
							.add(Property.TOPIC_ALIAS_MAXIMUM, 10)
							.add(Property.MAXIMUM_PACKET_SIZE, 30L)
							.build());
			ClientFixture.await(connected);
			ClientFixture.awaitFailure(fixture.client.publishAsync(MqttMessage.of("topic/one", new byte[100])),
					PacketTooLargeException.class);
			publish(fixture, "topic/two");
			publish(fixture, "topic/one");
			expect(connection, "topic/two", 1);
			expect(connection, "topic/one", 2);
		}
	}

	@Test
	void maximumIsAnnouncedUnlessItIsZeroAsByDefault() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.topicAliasMaximum(16))) {
			assertThat(announced(fixture)).isEqualTo(16);
		}
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThat(announced(fixture)).isNull();
		}
	}

	private static Integer announced(ClientFixture fixture) {
		fixture.client.connectAsync();
		return fixture.broker.awaitConnection().expect(Connect.class).properties().get(Property.TOPIC_ALIAS_MAXIMUM);
	}

	@Test
	@Mqtt5("MQTT-3.3.2-10")
	void messagesAreHandedOutWithTheirTopic() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.topicAliasMaximum(3))) {
			FakeConnection connection = fixture.connectAndSubscribe("topic/#", handler);
			for (int alias = 1; alias <= 3; alias++) {
				connection.send(publish("topic/" + alias, alias));
				assertThat(handler.next().topic()).isEqualTo("topic/" + alias);
			}
			connection.send(publish("", 3), publish("topic/new", 3), publish("", 3), publish("", 1));
			assertThat(handler.next().topic()).isEqualTo("topic/3");
			assertThat(handler.next().topic()).isEqualTo("topic/new");
			assertThat(handler.next().topic()).isEqualTo("topic/new");
			assertThat(handler.next().topic()).isEqualTo("topic/1");
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.1.2-26", "MQTT-3.3.2-11" })
	void aliasAboveTheMaximumEndsTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.topicAliasMaximum(5))) {
			assertRefused(fixture.connect(), publish("topic", 6), ReasonCode.TOPIC_ALIAS_INVALID);
		}
	}

	@Test
	@Mqtt5("MQTT-3.1.2-27")
	void everyAliasEndsTheConnectionIfNoneIsAllowed() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.topicAliasMaximum(0))) {
			assertRefused(fixture.connect(), publish("topic", 1), ReasonCode.TOPIC_ALIAS_INVALID);
		}
	}

	@Test
	@Mqtt5("MQTT-3.3.2-8")
	void aliasZeroEndsTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes(0x30, 0x07, 0x00, 0x01, 'a', 0x03, 0x23, 0x00, 0x00);
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.TOPIC_ALIAS_INVALID);
		}
	}

	@Test
	@Mqtt5("MQTT-3.3.2-7")
	void aliasOfAnEarlierConnectionIsNotKnownAnyMore() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)).topicAliasMaximum(16))) {
			FakeConnection connection = fixture.connectAndSubscribe("topic", handler);
			connection.send(publish("topic", 1), publish("", 1));
			handler.next();
			handler.next();
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			assertRefused(fixture.broker.awaitConnection().accept(true), publish("", 1), ReasonCode.PROTOCOL_ERROR);
			assertThat(handler.isEmpty()).isTrue();
		}
	}

	@Test
	void maximumIsFrom0To65535() {
		MqttClientBuilder builder = MqttClient.builder("mqtt://broker.example.com");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.topicAliasMaximum(-1).build())
			.withMessage("Topic alias maximum must be from 0 to 65535 but was -1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.topicAliasMaximum(65_535).outgoingTopicAliasMaximum(65_536).build())
			.withMessage("Outgoing topic alias maximum must be from 0 to 65535 but was 65536");
	}

	private static FakeConnection connect(ClientFixture fixture, int topicAliasMaximum) {
		CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
		FakeConnection connection = fixture.broker.awaitConnection().accept(false, aliases(topicAliasMaximum));
		ClientFixture.await(connected);
		return connection;
	}

	private static Properties aliases(int topicAliasMaximum) {
		return Properties.builder().add(Property.TOPIC_ALIAS_MAXIMUM, topicAliasMaximum).build();
	}

	private static void publish(ClientFixture fixture, String topic) {
		fixture.client.publishAsync(MqttMessage.of(topic, "x"));
	}

	private static Publish publish(String topic, int topicAlias) {
		return new Publish(0, false, MqttMessage.of(topic, "x"), topicAlias);
	}

	private static void expect(FakeConnection connection, String topic, int topicAlias) {
		Publish publish = connection.expect(Publish.class);
		assertThat(publish.message().topic()).isEqualTo(topic);
		assertThat(publish.topicAlias()).isEqualTo(topicAlias);
	}

	private static void assertRefused(FakeConnection connection, Publish publish, ReasonCode reasonCode) {
		connection.send(publish);
		assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(reasonCode);
		connection.close();
	}

}
