package io.topicwire.mqtt.packet;

import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;

/**
 * Reads and writes CONNACK (MQTT 5.0 and 3.1.1, section 3.2).
 */
final class ConnackCodec {

	private static final int SESSION_PRESENT = 0b0000_0001;

	private static final List<ReasonCode> RETURN_CODES = List.of(ReasonCode.SUCCESS,
			ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
			ReasonCode.SERVER_UNAVAILABLE, ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.NOT_AUTHORIZED);

	private ConnackCodec() {
	}

	static Connack read(ByteReader reader, ProtocolVersion version) {
		int flags = reader.oneByte("acknowledge flags");
		if ((flags & ~SESSION_PRESENT) != 0) {
			throw reader.malformed("acknowledge flags",
					"must have 0 in the reserved bits but was 0x%02X".formatted(flags));
		}
		boolean sessionPresent = (flags & SESSION_PRESENT) != 0;
		Connack connack = (version == ProtocolVersion.MQTT_5) ? read5(reader, sessionPresent)
				: new Connack(sessionPresent, readReturnCode(reader), Properties.NONE);
		if (sessionPresent && connack.reasonCode() != ReasonCode.SUCCESS) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, "session present",
					"must be 0 when the connection is refused");
		}
		return connack;
	}

	private static Connack read5(ByteReader reader, boolean sessionPresent) {
		if (reader.remaining() == 1) {
			return readRefusalOfOldServer(reader, sessionPresent);
		}
		ReasonCode reasonCode = ReasonCodes.read(reader);
		return new Connack(sessionPresent, reasonCode, PropertiesCodec.read(reader));
	}

	// A server that knows only MQTT 3.1.1 refuses the version in the form of its own one
	private static Connack readRefusalOfOldServer(ByteReader reader, boolean sessionPresent) {
		if (reader.oneByte("reason code") != RETURN_CODES.indexOf(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)) {
			throw reader.malformed("property length", "is missing");
		}
		return new Connack(sessionPresent, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, Properties.NONE);
	}

	private static ReasonCode readReturnCode(ByteReader reader) {
		int returnCode = reader.oneByte("return code");
		// Reserved ones refuse the connection too, nobody knows why
		return (returnCode < RETURN_CODES.size()) ? RETURN_CODES.get(returnCode) : ReasonCode.UNSPECIFIED_ERROR;
	}

	static void write(ByteWriter writer, Connack connack, ProtocolVersion version) {
		if (connack.sessionPresent() && connack.reasonCode() != ReasonCode.SUCCESS) {
			throw writer.invalid("session present", "must be false when the connection is refused");
		}
		writer.oneByte(connack.sessionPresent() ? SESSION_PRESENT : 0);
		if (version == ProtocolVersion.MQTT_5) {
			ReasonCodes.write(writer, connack.reasonCode(), PacketType.CONNACK);
			PropertiesCodec.write(writer, connack.properties(), PacketType.CONNACK);
			return;
		}
		int returnCode = RETURN_CODES.indexOf(connack.reasonCode());
		if (returnCode < 0) {
			throw writer.invalid("reason code", "'" + connack.reasonCode() + "' does not exist in MQTT 3.1.1");
		}
		writer.oneByte(returnCode);
	}

}
