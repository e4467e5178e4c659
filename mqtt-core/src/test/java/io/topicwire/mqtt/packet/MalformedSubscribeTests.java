package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;

/**
 * Tests that bad SUBSCRIBE, UNSUBSCRIBE and AUTH packets and their answers are refused.
 */
class MalformedSubscribeTests {

	@Test
	void subscribeHasATopicFilter() {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x82, "00 01", PacketType.SUBSCRIBE, "topic filter",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00", PacketType.SUBSCRIBE, "topic filter",
				ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	void unsubscribeHasATopicFilter() {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xA2, "00 01", PacketType.UNSUBSCRIBE, "topic filter",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xA2, "00 01 00", PacketType.UNSUBSCRIBE, "topic filter",
				ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	void topicFilterIsNotEmpty() {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x82, "00 01 00 00 00", PacketType.SUBSCRIBE,
				"topic filter", ReasonCode.TOPIC_FILTER_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00 00 00 00", PacketType.SUBSCRIBE, "topic filter",
				ReasonCode.TOPIC_FILTER_INVALID);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xA2, "00 01 00 00", PacketType.UNSUBSCRIBE, "topic filter",
				ReasonCode.TOPIC_FILTER_INVALID);
	}

	@Test
	void subackHasAReasonCode() {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x90, "00 01", PacketType.SUBACK, "reason code",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x90, "00 01 00", PacketType.SUBACK, "reason code",
				ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	void unsubackHasAReasonCode() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xB0, "00 01 00", PacketType.UNSUBACK, "reason code",
				ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	void everyTopicFilterHasItsOptions() {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x82, "00 01 00 01 61", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00 00 01 61", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void reservedSubscriptionOptionsAre0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00 00 01 61 40", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00 00 01 61 80", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x82, "00 01 00 01 61 04", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x82, "00 01 00 01 61 80", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void subscriptionWithQos3DoesNotExist() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00 00 01 61 03", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x82, "00 01 00 01 61 03", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	void retainHandling3DoesNotExist() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00 00 01 61 30", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	void sharedSubscriptionIsNeverNoLocal() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01 00 00 0A '$share/g/a' 04", PacketType.SUBSCRIBE,
				"subscription options", ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	@Mqtt5("MQTT-2.2.2-1")
	void propertyLengthIsThere() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 01", PacketType.SUBSCRIBE, "property length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x90, "00 01", PacketType.SUBACK, "property length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xA2, "00 01", PacketType.UNSUBSCRIBE, "property length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xB0, "00 01", PacketType.UNSUBACK, "property length",
				ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void authWithAReasonCodeHasPropertiesAndAMethod() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xF0, "18", PacketType.AUTH, "property length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xF0, "18 00", PacketType.AUTH, "Authentication Method",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xF0, "00 00", PacketType.AUTH, "Authentication Method",
				ReasonCode.PROTOCOL_ERROR);
	}

}
