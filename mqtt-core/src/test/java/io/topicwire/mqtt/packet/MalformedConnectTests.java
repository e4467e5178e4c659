package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;

/**
 * Tests that bad CONNECT and CONNACK packets are refused.
 */
class MalformedConnectTests {

	@Test
	void protocolNameAndVersionAreKnown() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 03 02 00 00 00 00", PacketType.CONNECT,
				"protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 03 02 00 00 00 00", PacketType.CONNECT,
				"protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 06 02 00 00 00 00 00", PacketType.CONNECT,
				"protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 06 02 00 00 00 00 00",
				PacketType.CONNECT, "protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 06 'MQIsdp' 03 02 00 00 00 00", PacketType.CONNECT,
				"protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 06 'MQIsdp' 03 02 00 00 00 00",
				PacketType.CONNECT, "protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'mqtt' 04 02 00 00 00 00", PacketType.CONNECT,
				"protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'mqtt' 04 02 00 00 00 00", PacketType.CONNECT,
				"protocol version", ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
	}

	@Test
	void reservedConnectFlagIs0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 03 00 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 03 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void willQosWithoutAWillIs0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 0A 00 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 0A 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void willRetainWithoutAWillIs0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 22 00 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 22 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void willQos3DoesNotExist() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 1E 00 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 1E 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void passwordInMqtt3ComesWithAUserName() {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 42 00 00 00 00", PacketType.CONNECT,
				"connect flags", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void willTopicHasNoWildcards() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 06 00 00 00 00 00 00 00 01 23 00 00",
				PacketType.CONNECT, "will topic", ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 06 00 00 00 00 00 01 2B 00 00",
				PacketType.CONNECT, "will topic", ReasonCode.TOPIC_NAME_INVALID);
	}

	@Test
	void willTopicIsNotEmpty() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 06 00 00 00 00 00 00 00 00 00 00",
				PacketType.CONNECT, "will topic", ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 06 00 00 00 00 00 00 00 00",
				PacketType.CONNECT, "will topic", ReasonCode.TOPIC_NAME_INVALID);
	}

	@Test
	void announcedUserNameIsThere() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 82 00 00 00 00 00", PacketType.CONNECT,
				"user name", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 82 00 00 00 00", PacketType.CONNECT,
				"user name", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void announcedPasswordIsThere() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 42 00 00 00 00 00", PacketType.CONNECT,
				"password", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 C2 00 00 00 00 00 00",
				PacketType.CONNECT, "password", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void announcedWillIsThere() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 06 00 00 00 00 00", PacketType.CONNECT,
				"will property length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 06 00 00 00 00", PacketType.CONNECT,
				"will topic", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt5("MQTT-3.2.2-1")
	@Mqtt3("MQTT-4.8.0-1")
	void reservedAcknowledgeFlagsAre0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "02 00 00", PacketType.CONNACK, "acknowledge flags",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x20, "02 00 00", PacketType.CONNACK, "acknowledge flags",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "80 00 00", PacketType.CONNACK, "acknowledge flags",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x20, "80 00 00", PacketType.CONNACK, "acknowledge flags",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "FF 00 00", PacketType.CONNACK, "acknowledge flags",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x20, "FF 00 00", PacketType.CONNACK, "acknowledge flags",
				ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt5("MQTT-3.2.2-6")
	@Mqtt3("MQTT-3.2.2-4")
	void refusedConnectionHasNoSession() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "01 87 00", PacketType.CONNACK, "session present",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "01 01", PacketType.CONNACK, "session present",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x20, "01 05", PacketType.CONNACK, "session present",
				ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	@Mqtt5("MQTT-2.2.2-1")
	void propertyLengthOfConnackIsThere() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "00 00", PacketType.CONNACK, "property length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "00 02", PacketType.CONNACK, "property length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "00 87", PacketType.CONNACK, "property length",
				ReasonCode.MALFORMED_PACKET);
	}

}
