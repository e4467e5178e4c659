package io.topicwire.mqtt.packet;

import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what only explains a packet is left out if it would make it too large.
 */
class ExplanationsTests {

	private static final Properties EXPLAINED = Properties.builder()
		.add(Property.USER_PROPERTY, new UserProperty("a", "b"))
		.add(Property.REASON_STRING, "why")
		.add(Property.USER_PROPERTY, new UserProperty("c", "d"))
		.build();

	// Packet, its bytes without Reason String, and without User Properties as well
	static Stream<Arguments> packets() {
		ReasonCode refused = ReasonCode.QUOTA_EXCEEDED;
		ReasonCode unknown = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
		String users = "26 00 01 61 00 01 62 26 00 01 63 00 01 64";
		Properties auth = Properties.builder()
			.add(Property.REASON_STRING, "why")
			.add(Property.AUTHENTICATION_METHOD, "M")
			.add(Property.USER_PROPERTY, new UserProperty("a", "b"))
			.build();
		return Stream.of(
				Arguments.of(new Puback(7, refused, EXPLAINED), "40 12 00 07 97 0E " + users, "40 03 00 07 97"),
				Arguments.of(new Pubrec(7, refused, EXPLAINED), "50 12 00 07 97 0E " + users, "50 03 00 07 97"),
				Arguments.of(new Pubrel(7, unknown, EXPLAINED), "62 12 00 07 92 0E " + users, "62 03 00 07 92"),
				Arguments.of(new Pubcomp(7, unknown, EXPLAINED), "70 12 00 07 92 0E " + users, "70 03 00 07 92"),
				Arguments.of(new Disconnect(refused, EXPLAINED), "E0 10 97 0E " + users, "E0 01 97"),
				Arguments.of(new Auth(ReasonCode.RE_AUTHENTICATE, auth), "F0 0D 19 0B 15 00 01 4D 26 00 01 61 00 01 62",
						"F0 06 19 04 15 00 01 4D"));
	}

	@ParameterizedTest
	@MethodSource("packets")
	@Mqtt5({ "MQTT-3.4.2-2", "MQTT-3.4.2-3", "MQTT-3.5.2-2", "MQTT-3.5.2-3", "MQTT-3.6.2-2", "MQTT-3.6.2-3",
			"MQTT-3.7.2-2", "MQTT-3.7.2-3", "MQTT-3.14.2-3", "MQTT-3.14.2-4", "MQTT-3.15.2-2", "MQTT-3.15.2-3" })
	void reasonStringIsLeftOutFirstAndThenTheUserProperties(Packet packet, String withoutReason, String bare) {
		int size = Codec.write(ProtocolVersion.MQTT_5, packet).length;
		int sizeWithoutReason = AnnotatedBytes.parse(withoutReason).length;
		int bareSize = AnnotatedBytes.parse(bare).length;
		assertThat(write(packet, size)).isEqualTo(Codec.hex(Codec.write(ProtocolVersion.MQTT_5, packet)));
		assertThat(write(packet, size - 1)).isEqualTo(withoutReason);
		assertThat(write(packet, sizeWithoutReason)).isEqualTo(withoutReason);
		assertThat(write(packet, sizeWithoutReason - 1)).isEqualTo(bare);
		assertThat(write(packet, bareSize)).isEqualTo(bare);
		assertThatExceptionOfType(PacketTooLargeException.class).isThrownBy(() -> write(packet, bareSize - 1));
	}

	@Test
	void nothingIsLeftOutOfAMessage() {
		Publish publish = new Publish(0, false, MqttMessage.of("a", "x").userProperty("name", "value"), 0);
		assertThatExceptionOfType(PacketTooLargeException.class).isThrownBy(() -> write(publish, 10));
	}

	private static String write(Packet packet, int maximumPacketSize) {
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		writer.write(Pingreq.INSTANCE);
		writer.write(packet, maximumPacketSize);
		String written = Codec.hex(Codec.written(writer));
		assertThat(written).startsWith("C0 00 ");
		return written.substring(6);
	}

}
