package io.topicwire.mqtt.packet;

import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that properties are read where MQTT 5.0 allows them (section 2.2.2) and refused
 * everywhere else.
 */
class PropertiesReadingTests {

	private static final String METHOD = "15 00 01 4D ";

	// Name, bytes, packets it is allowed in, packets it may repeat in
	static Stream<Arguments> properties() {
		return Stream.of(Arguments.of("Payload Format Indicator", "01 01", "PUBLISH, WILL", ""),
				Arguments.of("Message Expiry Interval", "02 00 00 00 01", "PUBLISH, WILL", ""),
				Arguments.of("Content Type", "03 00 01 61", "PUBLISH, WILL", ""),
				Arguments.of("Response Topic", "08 00 01 61", "PUBLISH, WILL", ""),
				Arguments.of("Correlation Data", "09 00 01 61", "PUBLISH, WILL", ""),
				Arguments.of("Subscription Identifier", "0B 01", "PUBLISH, SUBSCRIBE", "PUBLISH"),
				Arguments.of("Session Expiry Interval", "11 00 00 00 01", "CONNECT, CONNACK, DISCONNECT", ""),
				Arguments.of("Assigned Client Identifier", "12 00 01 61", "CONNACK", ""),
				Arguments.of("Server Keep Alive", "13 00 01", "CONNACK", ""),
				Arguments.of("Authentication Method", "15 00 01 61", "CONNECT, CONNACK, AUTH", ""),
				Arguments.of("Authentication Data", "16 00 01 61", "CONNECT, CONNACK, AUTH", ""),
				Arguments.of("Request Problem Information", "17 01", "CONNECT", ""),
				Arguments.of("Will Delay Interval", "18 00 00 00 01", "WILL", ""),
				Arguments.of("Request Response Information", "19 01", "CONNECT", ""),
				Arguments.of("Response Information", "1A 00 01 61", "CONNACK", ""),
				Arguments.of("Server Reference", "1C 00 01 61", "CONNACK, DISCONNECT", ""),
				Arguments.of("Reason String", "1F 00 01 61",
						"CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, DISCONNECT, AUTH", ""),
				Arguments.of("Receive Maximum", "21 00 01", "CONNECT, CONNACK", ""),
				Arguments.of("Topic Alias Maximum", "22 00 01", "CONNECT, CONNACK", ""),
				Arguments.of("Topic Alias", "23 00 01", "PUBLISH", ""),
				Arguments.of("Maximum QoS", "24 01", "CONNACK", ""),
				Arguments.of("Retain Available", "25 01", "CONNACK", ""),
				Arguments.of("User Property", "26 00 01 61 00 01 62",
						"CONNECT, CONNACK, PUBLISH, WILL, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, DISCONNECT, AUTH",
						"all"),
				Arguments.of("Maximum Packet Size", "27 00 00 00 01", "CONNECT, CONNACK", ""),
				Arguments.of("Wildcard Subscription Available", "28 01", "CONNACK", ""),
				Arguments.of("Subscription Identifier Available", "29 01", "CONNACK", ""),
				Arguments.of("Shared Subscription Available", "2A 01", "CONNACK", ""));
	}

	@ParameterizedTest
	@MethodSource("properties")
	@Mqtt5({ "MQTT-3.3.4-4", "MQTT-3.2.2-9" })
	void propertyIsAllowedInItsPacketsOnly(String name, String bytes, String packets, String repeatedIn) {
		for (String packet : List.of("CONNECT", "CONNACK", "PUBLISH", "WILL", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP",
				"SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "DISCONNECT", "AUTH")) {
			boolean allowed = List.of(packets.split(", ")).contains(packet);
			boolean repeats = repeatedIn.equals("all") || repeatedIn.equals(packet);
			verify(packet, name, bytes, allowed ? null : ReasonCode.MALFORMED_PACKET);
			if (allowed) {
				verify(packet, name, bytes + " " + bytes, repeats ? null : ReasonCode.PROTOCOL_ERROR);
			}
		}
	}

	private void verify(String packet, String name, String bytes, ReasonCode expected) {
		// AUTH must have a method, and data comes with one
		boolean addMethod = !name.equals("Authentication Method")
				&& (packet.equals("AUTH") || name.equals("Authentication Data") && !packet.equals("WILL"));
		boolean isMethodAllowed = List.of("CONNECT", "CONNACK", "AUTH").contains(packet);
		Case candidate = Case.of(packet, ((addMethod && isMethodAllowed) ? METHOD : "") + bytes);
		if (expected == null) {
			assertThat(Codec.read(ProtocolVersion.MQTT_5, candidate.bytes())).as(packet).isNotNull();
		}
		else {
			Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), candidate.packetType(), name, expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "04", "0A", "14", "1B", "1D", "20", "2B", "7F", "AB 01" })
	void unknownPropertyIsRefused(String identifier) {
		Case candidate = Case.of("CONNACK", identifier + " 00");
		Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), PacketType.CONNACK, "property identifier",
				ReasonCode.MALFORMED_PACKET);
	}

	@Test
	void identifierIsEncodedInTheFewestBytes() {
		Case candidate = Case.of("CONNACK", "A4 00 01");
		Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), PacketType.CONNACK, "property identifier",
				ReasonCode.MALFORMED_PACKET);
	}

	@ParameterizedTest
	@CsvSource({ "PUBLISH, 01 02, Payload Format Indicator", "CONNECT, 17 02, Request Problem Information",
			"CONNECT, 19 02, Request Response Information", "CONNACK, 24 02, Maximum QoS",
			"CONNACK, 25 02, Retain Available", "CONNACK, 28 FF, Wildcard Subscription Available",
			"CONNACK, 29 02, Subscription Identifier Available", "CONNACK, 2A 02, Shared Subscription Available",
			"CONNECT, 21 00 00, Receive Maximum", "CONNACK, 21 00 00, Receive Maximum",
			"CONNECT, 27 00 00 00 00, Maximum Packet Size", "CONNACK, 27 00 00 00 00, Maximum Packet Size",
			"SUBSCRIBE, 0B 00, Subscription Identifier" })
	@Mqtt5("MQTT-3.2.2-9")
	void valueOutOfRangeIsRefused(String packet, String bytes, String name) {
		Case candidate = Case.of(packet, bytes);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), candidate.packetType(), name,
				ReasonCode.PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@CsvSource({ "11 00 00 00, Session Expiry Interval", "21 00, Receive Maximum", "24, Maximum QoS",
			"1F 00, Reason String", "1F 00 02 61, Reason String", "26 00 01 61, User Property value",
			"16 00 02 61, Authentication Data" })
	void valueCutShortIsRefused(String bytes, String field) {
		Case candidate = Case.of("CONNACK", bytes);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), PacketType.CONNACK, field,
				ReasonCode.MALFORMED_PACKET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "80", "FF FF FF FF 01", "80 00" })
	void subscriptionIdentifierIsAValidVariableByteInteger(String bytes) {
		Case candidate = Case.of("PUBLISH", "0B " + bytes);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), PacketType.PUBLISH,
				"Subscription Identifier", ReasonCode.MALFORMED_PACKET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "01", "7F", "FF FF FF 7F", "80", "80 00", "FF FF FF FF 01" })
	void propertyLengthHasToFit(String length) {
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x20, "00 00 " + length, PacketType.CONNACK, "property length",
				ReasonCode.MALFORMED_PACKET);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, 0x10, "00 04 'MQTT' 05 06 00 00 00 00 00 " + length,
				PacketType.CONNECT, "will property length", ReasonCode.MALFORMED_PACKET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CONNECT", "CONNACK" })
	void authenticationDataNeedsAMethod(String packet) {
		Case candidate = Case.of(packet, "16 00 00");
		Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), candidate.packetType(),
				"Authentication Data", ReasonCode.PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@CsvSource({ "'08 00 01 2B'", "'08 00 01 23'", "'08 00 00'" })
	void responseTopicOfAWillIsATopicName(String bytes) {
		Case candidate = Case.of("WILL", bytes);
		Malformed.assertRefused(ProtocolVersion.MQTT_5, candidate.bytes(), PacketType.CONNECT, "Response Topic",
				ReasonCode.TOPIC_NAME_INVALID);
	}

	/**
	 * A packet with given properties.
	 *
	 * @param packetType the type
	 * @param bytes the packet
	 */
	private record Case(PacketType packetType, byte[] bytes) {

		static Case of(String packet, String properties) {
			String section = "%02X %s".formatted(AnnotatedBytes.parse(properties).length, properties);
			String body = switch (packet) {
				case "CONNECT" -> "00 04 'MQTT' 05 02 00 00 " + section + " 00 00";
				case "WILL" -> "00 04 'MQTT' 05 06 00 00 00 00 00 " + section + " 00 01 'w' 00 00";
				case "CONNACK" -> "00 00 " + section;
				case "PUBLISH" -> "00 01 'a' " + section;
				case "SUBSCRIBE" -> "00 01 " + section + " 00 01 'a' 00";
				case "UNSUBSCRIBE" -> "00 01 " + section + " 00 01 'a'";
				case "SUBACK", "UNSUBACK" -> "00 01 " + section + " 00";
				case "DISCONNECT" -> "00 " + section;
				case "AUTH" -> "18 " + section;
				default -> "00 01 00 " + section;
			};
			PacketType packetType = packet.equals("WILL") ? PacketType.CONNECT : PacketType.valueOf(packet);
			byte[] rest = AnnotatedBytes.parse(body);
			byte[] bytes = new byte[rest.length + 2];
			bytes[0] = (byte) (packetType.code() << 4 | packetType.flags());
			bytes[1] = (byte) rest.length;
			System.arraycopy(rest, 0, bytes, 2, rest.length);
			return new Case(packetType, bytes);
		}

	}

}
