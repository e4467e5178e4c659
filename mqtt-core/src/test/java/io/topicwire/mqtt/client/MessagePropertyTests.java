package io.topicwire.mqtt.client;

import java.time.Duration;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what messages say about themselves, in both directions, byte for byte.
 */
class MessagePropertyTests {

	// All but the Subscription Identifier
	private static final String PROPERTIES = "01 01  02 00 00 00 0A  03 00 01 't'  08 00 01 'r'  09 00 02 00 FF  "
			+ "26 00 01 'a' 00 01 '1'  26 00 01 'a' 00 01 '2'  26 00 01 'b' 00 01 '3'";

	@Test
	@Mqtt5({ "MQTT-3.3.2-13", "MQTT-3.3.2-19" })
	void everyPropertyIsSent() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(MqttMessage.of("x", "p")
				.retain(true)
				.payloadIsText(true)
				.messageExpiry(Duration.ofSeconds(10))
				.contentType("t")
				.responseTopic("r")
				.correlationData(new byte[] { 0, -1 })
				.userProperty("a", "1")
				.userProperty("a", "2")
				.userProperty("b", "3"));
			connection.expectBytes("31 2E 00 01 'x' 29 " + PROPERTIES + " 'p'");
		}
	}

	@Test
	@Mqtt5({ "MQTT-2.2.1-2", "MQTT-3.3.2-17", "MQTT-3.3.2-18" })
	void everyPropertyIsHandedOut() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("x", handler);
			connection.sendBytes("31 2E 00 01 'x' 29 " + PROPERTIES + " 'p'");
			MqttMessage message = handler.next();
			assertThat(message.payloadAsString()).isEqualTo("p");
			assertThat(message.retain()).isTrue();
			MessageProperties properties = message.properties();
			assertThat(properties.payloadIsText()).isTrue();
			assertThat(properties.messageExpiryInterval()).isEqualTo(10);
			assertThat(properties.contentType()).isEqualTo("t");
			assertThat(properties.responseTopic()).isEqualTo("r");
			assertThat(properties.correlationData()).containsExactly(0, 0xFF);
			assertThat(properties.userProperties()).containsExactly(new UserProperty("a", "1"),
					new UserProperty("a", "2"), new UserProperty("b", "3"));
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.3.1-3", "MQTT-3.3.4-6" })
	void messageThatIsPublishedOnwardKeepsItsPropertiesButNeitherSubscriptionIdentifiersNorDup() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("x", handler);
			connection.sendBytes("3A 34 00 01 'x' 00 07 2D 0B 05  0B 03 " + PROPERTIES + " 'p'");
			connection.expectBytes("40 02 00 07");
			fixture.client.publishAsync(handler.next().topic("y"));
			connection.expectBytes("32 30 00 01 'y' 00 02 29 " + PROPERTIES + " 'p'");
		}
	}

	@Test
	@Mqtt3("MQTT-3.3.1-3")
	void dupIsNotPassedOnWithMqtt3Either() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connectAndSubscribe("x", handler);
			connection.sendBytes("3A 06 00 01 'x' 00 07 'p'");
			connection.expectBytes("40 02 00 07");
			fixture.client.publishAsync(handler.next().topic("y"));
			connection.expectBytes("32 06 00 01 'y' 00 02 'p'");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-2.2.1-2")
	@Mqtt3("MQTT-2.3.1-5")
	void receivedMessageOfQos0KeepsItsFirstBytes(ProtocolVersion version) {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("x", handler);
			connection
				.sendBytes((version == ProtocolVersion.MQTT_5) ? "30 06 00 01 'x' 00 00 07" : "30 05 00 01 'x' 00 07");
			assertThat(handler.next().payload()).containsExactly(0, 7);
		}
	}

}
