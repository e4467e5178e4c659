package io.topicwire.mqtt.client;

import java.time.Duration;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for bytes that break the rules: an MQTT 5.0 broker is told why before the
 * connection is closed, an MQTT 3.1.1 broker is left without a DISCONNECT.
 */
class ViolationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			30 06 00 03 ED A0 80 00                  | encoded surrogate in a topic
			30 05 00 02 C3 28 00                     | ill-formed topic
			30 06 00 03 61 00 62 00                  | U+0000 in a topic
			30 09 00 01 61 05 08 00 02 C3 28         | ill-formed Response Topic
			30 09 00 01 61 05 03 00 02 C3 28         | ill-formed Content Type
			40 0A 00 01 00 06 1F 00 03 61 00 62      | U+0000 in a Reason String
			40 0B 00 01 00 07 26 00 02 C3 28 00 00   | ill-formed name of a User Property
			40 0A 00 01 00 06 26 00 00 00 01 00      | U+0000 in the value of a User Property
			""")
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-1.5.7-1", "MQTT-3.3.2-1", "MQTT-3.3.2-13", "MQTT-3.3.2-19",
			"MQTT-4.7.3-2" })
	void badStringIsAnsweredByMalformedPacket(String bytes) {
		assertAnswered(bytes, ReasonCode.MALFORMED_PACKET);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			30 FF FF FF FF 01    | remaining length of five bytes
			D0 80 00             | remaining length longer than necessary
			91 04 00 01 00 00    | reserved flags of SUBACK
			60 02 00 01          | reserved flags of PUBREL
			E1 00                | reserved flags of DISCONNECT
			F1 00                | reserved flags of AUTH
			00 00                | packet type 0
			36 06 00 01 61 00 01 00 | QoS 3
			90 02 00 01          | SUBACK without property length
			""")
	@Mqtt5({ "MQTT-1.5.5-1", "MQTT-2.1.3-1", "MQTT-2.2.2-1", "MQTT-3.3.1-4", "MQTT-3.6.1-1", "MQTT-3.14.1-1",
			"MQTT-3.15.1-1" })
	void badHeaderIsAnsweredByMalformedPacket(String bytes) {
		assertAnswered(bytes, ReasonCode.MALFORMED_PACKET);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			32 06 00 01 61 00 00 00          | 82 | packet identifier 0
			38 04 00 01 61 00                | 82 | DUP with QoS 0
			30 03 00 00 00                   | 82 | empty topic without Topic Alias
			30 06 00 01 61 02 0B 00          | 82 | Subscription Identifier 0
			30 06 00 03 'a/+' 00             | 90 | wildcard in a topic
			30 09 00 01 61 05 08 00 02 'a+'  | 90 | wildcard in a Response Topic
			30 07 00 01 61 03 23 00 00       | 94 | Topic Alias 0
			""")
	@Mqtt5({ "MQTT-2.2.1-4", "MQTT-3.3.1-2", "MQTT-3.3.2-2", "MQTT-3.3.2-8", "MQTT-3.3.2-14", "MQTT-3.3.4-3",
			"MQTT-4.7.0-1", "MQTT-4.7.3-1" })
	void badPublishIsAnsweredByWhatIsWrongWithIt(String bytes, String reasonCode) {
		assertAnswered(bytes, ReasonCode.of(Integer.parseInt(reasonCode, 16)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			40 03 00 01 01       | PUBACK
			50 03 00 01 01       | PUBREC
			62 03 00 01 80       | PUBREL
			70 03 00 01 80       | PUBCOMP
			90 04 00 01 00 03    | SUBACK
			B0 04 00 01 00 01    | UNSUBACK
			E0 01 01             | DISCONNECT
			""")
	@Mqtt5({ "MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-3.6.2-1", "MQTT-3.7.2-1", "MQTT-3.9.3-2", "MQTT-3.11.3-2",
			"MQTT-3.14.2-1" })
	void reasonCodeOfAnotherPacketIsAnsweredByProtocolError(String bytes) {
		assertAnswered(bytes, ReasonCode.PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			20 03 00 00 00                                   | CONNACK
			10 0E 00 04 'MQTT' 05 02 00 00 00 00 01 'x'      | CONNECT
			82 07 00 01 00 00 01 'a' 00                      | SUBSCRIBE
			A2 06 00 01 00 00 01 'a'                         | UNSUBSCRIBE
			C0 00                                            | PINGREQ
			""")
	@Mqtt5("MQTT-3.2.0-2")
	void packetThatTheBrokerMustNotSendIsAnsweredByProtocolError(String bytes) {
		assertAnswered(bytes, ReasonCode.PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "30", "40", "50", "62", "70", "90", "B0", "E0", "F0" })
	@Mqtt5({ "MQTT-3.1.2-24", "MQTT-3.4.2-2", "MQTT-3.4.2-3", "MQTT-3.5.2-2", "MQTT-3.5.2-3", "MQTT-3.6.2-2",
			"MQTT-3.6.2-3", "MQTT-3.7.2-2", "MQTT-3.7.2-3", "MQTT-3.9.2-1", "MQTT-3.9.2-2", "MQTT-3.11.2-1",
			"MQTT-3.11.2-2", "MQTT-3.14.2-3", "MQTT-3.14.2-4", "MQTT-3.15.2-2", "MQTT-3.15.2-3" })
	void packetOfAnyTypeThatIsTooLargeIsAnsweredByItsHeaderAlone(String firstByte) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.maximumPacketSize(64))) {
			FakeConnection connection = fixture.connect();
			// 64 bytes are allowed, these would be 65
			connection.sendBytes(firstByte + " 3F");
			assertLeft(fixture, connection, ReasonCode.PACKET_TOO_LARGE);
		}
	}

	private void assertAnswered(String bytes, ReasonCode reasonCode) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes(bytes);
			assertLeft(fixture, connection, reasonCode);
		}
	}

	private void assertLeft(ClientFixture fixture, FakeConnection connection, ReasonCode reasonCode) {
		connection.expectBytes("E0 01 %02X".formatted(reasonCode.code()));
		fixture.timer.advanceTo(Duration.ofSeconds(1));
		connection.expectClose();
		assertThat(fixture.client.status().lastFailure()).isInstanceOfSatisfying(MqttProtocolException.class,
				(failure) -> assertThat(failure.reasonCode()).isEqualTo(reasonCode));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			21 02 00 00                | reserved flags of CONNACK
			41 02 00 01                | reserved flags of PUBACK
			60 02 00 01                | reserved flags of PUBREL
			91 03 00 01 00             | reserved flags of SUBACK
			D1 00                      | reserved flags of PINGRESP
			30 FF FF FF FF 01          | remaining length of five bytes
			40 03 00 01 00             | PUBACK that is too long
			D0 01 00                   | PINGRESP that is too long
			90 03 00 01 03             | reserved return code of SUBACK
			90 03 00 01 87             | return code of MQTT 5.0 in SUBACK
			""")
	@Mqtt3({ "MQTT-2.2.2-2", "MQTT-3.6.1-1", "MQTT-3.9.3-2", "MQTT-3.14.4-3", "MQTT-4.8.0-1" })
	void malformedPacketEndsTheConnectionToAnMqtt3Broker(String bytes) {
		assertLeftInSilence(bytes);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			30 05 00 03 ED A0 80       | encoded surrogate in a topic
			30 04 00 02 C3 28          | ill-formed topic
			30 05 00 03 61 00 62       | U+0000 in a topic
			30 05 00 03 'a/+'          | wildcard in a topic
			30 02 00 00                | empty topic
			32 05 00 01 61 00 00       | packet identifier 0
			38 03 00 01 61             | DUP with QoS 0
			36 05 00 01 61 00 01       | QoS 3
			""")
	@Mqtt3({ "MQTT-1.5.3-1", "MQTT-1.5.3-2", "MQTT-2.3.1-1", "MQTT-3.3.1-2", "MQTT-3.3.1-4", "MQTT-3.3.2-1",
			"MQTT-3.3.2-2", "MQTT-3.14.4-3", "MQTT-4.7.1-1", "MQTT-4.7.3-1", "MQTT-4.7.3-2" })
	void badPublishEndsTheConnectionToAnMqtt3Broker(String bytes) {
		assertLeftInSilence(bytes);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			00 00                                         | type 0
			10 0D 00 04 'MQTT' 04 02 00 00 00 01 'x'      | CONNECT
			20 02 00 00                                   | second CONNACK
			82 06 00 01 00 01 'a' 00                      | SUBSCRIBE
			A2 05 00 01 00 01 'a'                         | UNSUBSCRIBE
			C0 00                                         | PINGREQ
			E0 00                                         | DISCONNECT
			F0 00                                         | type 15
			""")
	@Mqtt3({ "MQTT-3.2.0-1", "MQTT-3.14.4-3", "MQTT-4.8.0-1" })
	void packetThatAnMqtt3BrokerMustNotSendEndsTheConnection(String bytes) {
		assertLeftInSilence(bytes);
	}

	private void assertLeftInSilence(String bytes) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes(bytes);
			connection.expectClose();
			assertThat(fixture.client.status().lastFailure()).isInstanceOf(MqttProtocolException.class);
		}
	}

}
