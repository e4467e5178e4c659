package io.topicwire.mqtt.packet;

import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.conformance.SpecificationTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReasonCodes} and the return codes of MQTT 3.1.1.
 */
class ReasonCodesTests {

	/**
	 * Return the reason codes that a packet may have, in the table of the specification.
	 */
	static List<ReasonCode> allowedIn(PacketType packetType) {
		List<ReasonCode> allowed = SpecificationTable.rows("mqtt-5.0-reason-codes.tsv")
			.stream()
			.filter((row) -> List.of(row.get(2).split(", ")).contains(packetType.name()))
			.map((row) -> ReasonCode.of(Integer.decode(row.get(0))))
			.toList();
		return allowed.isEmpty() ? List.of(ReasonCode.SUCCESS) : allowed;
	}

	@ParameterizedTest
	@EnumSource(
			names = { "CONNACK", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBACK", "UNSUBACK", "DISCONNECT", "AUTH" })
	@Mqtt5({ "MQTT-3.2.2-8", "MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-3.6.2-1", "MQTT-3.7.2-1", "MQTT-3.9.3-2",
			"MQTT-3.11.3-2", "MQTT-3.14.2-1", "MQTT-3.15.2-1" })
	void everyPacketHasItsOwnReasonCodes(PacketType packetType) {
		List<Integer> allowed = allowedIn(packetType).stream().map(ReasonCode::code).toList();
		for (int code = 0; code < 256; code++) {
			byte[] bytes = packet(packetType, code);
			if (allowed.contains(code)) {
				assertThat(Codec.read(ProtocolVersion.MQTT_5, bytes)).isNotNull();
			}
			else {
				Malformed.assertRefused(ProtocolVersion.MQTT_5, bytes, packetType, "reason code",
						ReasonCode.PROTOCOL_ERROR);
			}
		}
	}

	private byte[] packet(PacketType packetType, int code) {
		int firstByte = packetType.code() << 4 | packetType.flags();
		return switch (packetType) {
			case CONNACK -> AnnotatedBytes.of(firstByte, 3, 0, code, 0);
			case SUBACK, UNSUBACK -> AnnotatedBytes.of(firstByte, 4, 0, 1, 0, code);
			case DISCONNECT -> AnnotatedBytes.of(firstByte, 1, code);
			case AUTH -> AnnotatedBytes.of(firstByte, 6, code, 4, 0x15, 0, 1, 'M');
			default -> AnnotatedBytes.of(firstByte, 3, 0, 1, code);
		};
	}

	@Test
	@Mqtt3("MQTT-3.9.3-2")
	void subackOfMqtt3HasFourReturnCodes() {
		for (int code = 0; code < 256; code++) {
			byte[] bytes = AnnotatedBytes.of(0x90, 3, 0, 1, code);
			if (code < 3 || code == 0x80) {
				assertThat(Codec.read(ProtocolVersion.MQTT_3_1_1, bytes)).isNotNull();
			}
			else {
				Malformed.assertRefused(ProtocolVersion.MQTT_3_1_1, bytes, PacketType.SUBACK, "reason code",
						ReasonCode.PROTOCOL_ERROR);
			}
		}
	}

	@Test
	@Mqtt3("MQTT-3.2.2-6")
	void reservedReturnCodesOfMqtt3RefuseTheConnection() {
		for (int code = 6; code < 256; code++) {
			Codec.assertSame(Codec.read(ProtocolVersion.MQTT_3_1_1, AnnotatedBytes.of(0x20, 2, 0, code)),
					new Connack(false, ReasonCode.UNSPECIFIED_ERROR, Properties.NONE));
		}
	}

	@Test
	void serverOfMqtt3MayRefuseMqtt5InItsOwnForm() {
		Codec.assertSame(Codec.read(ProtocolVersion.MQTT_5, "20 02 00 01"),
				new Connack(false, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, Properties.NONE));
	}

}
