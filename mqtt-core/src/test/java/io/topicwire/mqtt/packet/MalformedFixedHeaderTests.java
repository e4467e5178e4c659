package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that packets with a bad fixed header or packet identifier are refused.
 */
class MalformedFixedHeaderTests {

	@ParameterizedTest
	@EnumSource(names = "PUBLISH", mode = EnumSource.Mode.EXCLUDE)
	@Mqtt5({ "MQTT-2.1.3-1", "MQTT-3.6.1-1", "MQTT-3.14.1-1", "MQTT-3.15.1-1" })
	@Mqtt3({ "MQTT-2.2.2-2", "MQTT-3.6.1-1" })
	void reservedFlagsAreFixed(PacketType packetType) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			for (int flags = 0; flags < 16; flags++) {
				if (flags != packetType.flags()) {
					Malformed.assertRefused(version, packetType.code() << 4 | flags, "00 01", packetType, "flags",
							ReasonCode.MALFORMED_PACKET);
				}
			}
		}
	}

	@Test
	@Mqtt3("MQTT-4.8.0-1")
	void packetType0DoesNotExist() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x00, "", null, "packet type", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x00, "", null, "packet type", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt3("MQTT-4.8.0-1")
	void authDoesNotExistInMqtt3() {
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xF0, "", PacketType.AUTH, "packet type",
				ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt5("MQTT-1.5.5-1")
	@Mqtt3("MQTT-4.8.0-1")
	void remainingLengthHasAtMostFourBytes() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, AnnotatedBytes.parse("30 FF FF FF FF 01"), PacketType.PUBLISH,
				"remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, AnnotatedBytes.parse("30 FF FF FF FF 01"),
				PacketType.PUBLISH, "remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, AnnotatedBytes.parse("30 80 80 80 80"), PacketType.PUBLISH,
				"remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, AnnotatedBytes.parse("30 80 80 80 80"), PacketType.PUBLISH,
				"remaining length", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt5("MQTT-1.5.5-1")
	void remainingLengthIsEncodedInTheFewestBytes() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, AnnotatedBytes.parse("D0 80 00"), PacketType.PINGRESP,
				"remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, AnnotatedBytes.parse("D0 80 00"), PacketType.PINGRESP,
				"remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, AnnotatedBytes.parse("40 82 00 00 01"), PacketType.PUBACK,
				"remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, AnnotatedBytes.parse("40 82 00 00 01"), PacketType.PUBACK,
				"remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, AnnotatedBytes.parse("40 82 80 80 00 00 01"), PacketType.PUBACK,
				"remaining length", ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, AnnotatedBytes.parse("40 82 80 80 00 00 01"),
				PacketType.PUBACK, "remaining length", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt3("MQTT-4.8.0-1")
	void nothingFollowsTheLastField() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xC0, "00", PacketType.PINGREQ, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xC0, "00", PacketType.PINGREQ, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xD0, "00", PacketType.PINGRESP, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xD0, "00", PacketType.PINGRESP, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x20, "00 00 00", PacketType.CONNACK, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "00 00 00 00", PacketType.CONNACK, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x40, "00 01 00", PacketType.PUBACK, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x40, "00 01 00 00 00", PacketType.PUBACK, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xB0, "00 01 00", PacketType.UNSUBACK, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xE0, "00", PacketType.DISCONNECT, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xE0, "00 00 00", PacketType.DISCONNECT, "remaining length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x10, "00 04 'MQTT' 04 02 00 00 00 00 00",
				PacketType.CONNECT, "remaining length", ReasonCode.MALFORMED_PACKET);
	}

	@Test
	@Mqtt5("MQTT-2.2.1-4")
	@Mqtt3("MQTT-2.3.1-1")
	void packetIdentifierIsNot0() {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x40, "00 00", PacketType.PUBACK, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x40, "00 00", PacketType.PUBACK, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x50, "00 00", PacketType.PUBREC, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x50, "00 00", PacketType.PUBREC, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x62, "00 00", PacketType.PUBREL, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x62, "00 00", PacketType.PUBREL, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x70, "00 00", PacketType.PUBCOMP, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x70, "00 00", PacketType.PUBCOMP, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x82, "00 00 00 01 61 00", PacketType.SUBSCRIBE,
				"packet identifier", ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x82, "00 00 00 01 61 00", PacketType.SUBSCRIBE,
				"packet identifier", ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x90, "00 00 00", PacketType.SUBACK, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x90, "00 00 00", PacketType.SUBACK, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xA2, "00 00 00 01 61", PacketType.UNSUBSCRIBE,
				"packet identifier", ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xA2, "00 00 00 01 61", PacketType.UNSUBSCRIBE,
				"packet identifier", ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0xB0, "00 00", PacketType.UNSUBACK, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0xB0, "00 00", PacketType.UNSUBACK, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x32, "00 01 61 00 00", PacketType.PUBLISH, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x32, "00 01 61 00 00", PacketType.PUBLISH,
				"packet identifier", ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x34, "00 01 61 00 00", PacketType.PUBLISH, "packet identifier",
				ReasonCode.PROTOCOL_ERROR);
		Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, 0x34, "00 01 61 00 00", PacketType.PUBLISH,
				"packet identifier", ReasonCode.PROTOCOL_ERROR);
	}

	@Test
	@Mqtt5({ "MQTT-3.2.2-19", "MQTT-3.2.2-20", "MQTT-3.4.2-2", "MQTT-3.4.2-3", "MQTT-3.5.2-2", "MQTT-3.5.2-3",
			"MQTT-3.6.2-2", "MQTT-3.6.2-3", "MQTT-3.7.2-2", "MQTT-3.7.2-3", "MQTT-3.9.2-1", "MQTT-3.9.2-2",
			"MQTT-3.11.2-1", "MQTT-3.11.2-2", "MQTT-3.14.2-3", "MQTT-3.14.2-4", "MQTT-3.15.2-2", "MQTT-3.15.2-3" })
	void packetOfAnyTypeIsNotLargerThanAccepted() {
		for (PacketType packetType : PacketType.values()) {
			PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, 100);
			Codec.feed(reader, AnnotatedBytes.of(packetType.code() << 4 | packetType.flags(), 99), 0, 2);
			assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(reader::next)
				.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE))
				.satisfies((ex) -> assertThat(ex.packetType()).isEqualTo(packetType))
				.withMessageContaining("remaining length makes a packet of 101 bytes, 100 are accepted");
		}
	}

}
