package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that packets with a bad string are refused.
 */
class MalformedStringTests {

	@ParameterizedTest
	@ValueSource(strings = { "ED A0 80", "ED BF BF", "C0 80", "C1 BF", "E0 80 80", "E0 9F BF", "F0 8F BF BF",
			"F4 90 80 80", "F5 80 80 80", "80", "BF", "C3", "C3 28", "E2 82", "E2 28 AC", "E2 82 28", "F0 9F 98",
			"F0 9F 98 28", "FF", "FE" })
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-3.3.2-1", "MQTT-3.3.2-13", "MQTT-3.3.2-19", "MQTT-1.5.7-1" })
	@Mqtt3({ "MQTT-1.5.3-1", "MQTT-3.3.2-1" })
	void stringsAreWellFormed(String bytes) {
		assertEveryStringIsRefused(bytes);
	}

	@Test
	@Mqtt5({ "MQTT-1.5.4-2", "MQTT-4.7.3-2", "MQTT-1.5.7-1" })
	@Mqtt3({ "MQTT-1.5.3-2", "MQTT-4.7.3-2" })
	void stringsDoNotContainU0000() {
		assertEveryStringIsRefused("00");
		assertEveryStringIsRefused("61 00 62");
	}

	private void assertEveryStringIsRefused(String bytes) {
		String string = "00 0%d %s".formatted(AnnotatedBytes.parse(bytes).length, bytes);
		refused3(0x30, string, PacketType.PUBLISH, "topic");
		refused3(0x82, "00 01 " + string + " 00", PacketType.SUBSCRIBE, "topic filter");
		refused3(0xA2, "00 01 " + string, PacketType.UNSUBSCRIBE, "topic filter");
		refused3(0x10, "00 04 'MQTT' 04 02 00 00 " + string, PacketType.CONNECT, "client identifier");
		refused3(0x10, "00 04 'MQTT' 04 06 00 00 00 00 " + string + " 00 00", PacketType.CONNECT, "will topic");
		refused3(0x10, "00 04 'MQTT' 04 82 00 00 00 00 " + string, PacketType.CONNECT, "user name");
		refused3(0x10, string + " 04 02 00 00 00 00", PacketType.CONNECT, "protocol name");
		refused5(0x30, string + " 00", PacketType.PUBLISH, "topic");
		refused5(0x30, "00 01 61 " + property("03 " + string), PacketType.PUBLISH, "Content Type");
		refused5(0x30, "00 01 61 " + property("08 " + string), PacketType.PUBLISH, "Response Topic");
		refused5(0x30, "00 01 61 " + property("26 " + string + " 00 00"), PacketType.PUBLISH, "User Property name");
		refused5(0x30, "00 01 61 " + property("26 00 00 " + string), PacketType.PUBLISH, "User Property value");
		refused5(0x20, "00 00 " + property("1F " + string), PacketType.CONNACK, "Reason String");
		refused5(0x40, "00 01 00 " + property("26 00 00 " + string), PacketType.PUBACK, "User Property value");
	}

	private String property(String bytes) {
		return "%02X %s".formatted(AnnotatedBytes.parse(bytes).length, bytes);
	}

	private void refused3(int firstByte, String rest, PacketType packetType, String field) {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, firstByte, rest, packetType, field,
				ReasonCode.MALFORMED_PACKET);
	}

	private void refused5(int firstByte, String rest, PacketType packetType, String field) {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, firstByte, rest, packetType, field,
				ReasonCode.MALFORMED_PACKET);
	}

}
