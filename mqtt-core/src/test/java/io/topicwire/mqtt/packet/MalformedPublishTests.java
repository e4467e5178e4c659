package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;

/**
 * Tests that bad PUBLISH packets are refused.
 */
class MalformedPublishTests {

	@Test
	@Mqtt5("MQTT-3.3.1-4")
	@Mqtt3("MQTT-3.3.1-4")
	void qos3DoesNotExist() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x36, "00 01 61 00 01 00", PacketType.PUBLISH, "QoS",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x36, "00 01 61 00 01 00", PacketType.PUBLISH, "QoS",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x3E, "00 01 61 00 01 00", PacketType.PUBLISH, "QoS",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x3E, "00 01 61 00 01 00", PacketType.PUBLISH, "QoS",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x37, "00 01 61 00 01 00", PacketType.PUBLISH, "QoS",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x37, "00 01 61 00 01 00", PacketType.PUBLISH, "QoS",
				ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt5("MQTT-3.3.1-2")
	@Mqtt3("MQTT-3.3.1-2")
	void qos0IsNeverSentAgain() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x38, "00 01 61 00", PacketType.PUBLISH, "DUP flag",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x38, "00 01 61 00", PacketType.PUBLISH, "DUP flag",
				ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	@Mqtt5({ "MQTT-3.3.2-2", "MQTT-4.7.0-1" })
	@Mqtt3({ "MQTT-3.3.2-2", "MQTT-4.7.1-1" })
	void topicHasNoWildcards() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 01 '+' 00", PacketType.PUBLISH, "topic",
				ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x30, "00 01 '+' 00", PacketType.PUBLISH, "topic",
				ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 03 'a/+' 00", PacketType.PUBLISH, "topic",
				ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x30, "00 03 'a/+' 00", PacketType.PUBLISH, "topic",
				ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 03 61 2F 23 00", PacketType.PUBLISH, "topic",
				ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x30, "00 03 61 2F 23 00", PacketType.PUBLISH, "topic",
				ReasonCode.TOPIC_NAME_INVALID);
	}

	@Test
	@Mqtt5("MQTT-4.7.3-1")
	@Mqtt3("MQTT-4.7.3-1")
	void topicIsNotEmptyWithoutATopicAlias() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 00 00", PacketType.PUBLISH, "topic",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x30, "00 00 00", PacketType.PUBLISH, "topic",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 00 02 01 01", PacketType.PUBLISH, "topic",
				ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	@Mqtt5("MQTT-3.3.2-8")
	void topicAliasIsNot0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 01 61 03 23 00 00", PacketType.PUBLISH, "Topic Alias",
				ReasonCode.TOPIC_ALIAS_INVALID);
	}

	@Test
	@Mqtt5("MQTT-3.3.2-14")
	void responseTopicIsATopicName() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 01 61 04 08 00 01 '+'", PacketType.PUBLISH,
				"Response Topic", ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 01 61 04 08 00 01 23", PacketType.PUBLISH,
				"Response Topic", ReasonCode.TOPIC_NAME_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 01 61 03 08 00 00", PacketType.PUBLISH,
				"Response Topic", ReasonCode.TOPIC_NAME_INVALID);
	}

	@Test
	@Mqtt5("MQTT-3.3.4-3")
	void subscriptionIdentifierIsNot0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 01 61 02 0B 00", PacketType.PUBLISH,
				"Subscription Identifier", ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 02 0B 00 00 01 61 00", PacketType.SUBSCRIBE,
				"Subscription Identifier", ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	@Mqtt5("MQTT-2.2.2-1")
	void propertyLengthOfPublishIsThere() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x30, "00 01 61", PacketType.PUBLISH, "property length",
				ReasonCode.MALFORMED_PACKET);
	}

}
