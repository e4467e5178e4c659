package io.topicwire.mqtt.packet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;

/**
 * Reads and writes SUBACK and UNSUBACK, which differ in MQTT 3.1.1 only (MQTT 5.0 and
 * 3.1.1, sections 3.9 and 3.11).
 */
final class SubackCodec {

	private static final String FIELD = "reason code";

	private SubackCodec() {
	}

	static Suback readSuback(ByteReader reader, ProtocolVersion version) {
		int packetIdentifier = reader.packetIdentifier();
		Properties properties = (version == ProtocolVersion.MQTT_5) ? PropertiesCodec.read(reader) : Properties.NONE;
		return new Suback(packetIdentifier, readCodes(reader, version), properties);
	}

	static Unsuback readUnsuback(ByteReader reader, ProtocolVersion version) {
		int packetIdentifier = reader.packetIdentifier();
		if (version == ProtocolVersion.MQTT_3_1_1) {
			return new Unsuback(packetIdentifier, Collections.emptyList(), Properties.NONE);
		}
		Properties properties = PropertiesCodec.read(reader);
		return new Unsuback(packetIdentifier, readCodes(reader, version), properties);
	}

	private static List<ReasonCode> readCodes(ByteReader reader, ProtocolVersion version) {
		if (!reader.hasRemaining()) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, FIELD, "must be there at least once");
		}
		List<ReasonCode> reasonCodes = new ArrayList<>(reader.remaining());
		while (reader.hasRemaining()) {
			ReasonCode reasonCode = ReasonCodes.read(reader);
			if (version == ProtocolVersion.MQTT_3_1_1 && forMqtt3(reasonCode) != reasonCode) {
				throw reader.violation(ReasonCode.PROTOCOL_ERROR, FIELD,
						"0x%02X does not exist in MQTT 3.1.1".formatted(reasonCode.code()));
			}
			reasonCodes.add(reasonCode);
		}
		return reasonCodes;
	}

	static void write(ByteWriter writer, Suback suback, ProtocolVersion version) {
		writer.packetIdentifier(suback.packetIdentifier());
		if (version == ProtocolVersion.MQTT_5) {
			PropertiesCodec.write(writer, suback.properties(), PacketType.SUBACK);
		}
		writeCodes(writer, suback.reasonCodes(), PacketType.SUBACK, version);
	}

	static void write(ByteWriter writer, Unsuback unsuback, ProtocolVersion version) {
		writer.packetIdentifier(unsuback.packetIdentifier());
		if (version == ProtocolVersion.MQTT_5) {
			PropertiesCodec.write(writer, unsuback.properties(), PacketType.UNSUBACK);
			writeCodes(writer, unsuback.reasonCodes(), PacketType.UNSUBACK, version);
		}
	}

	private static void writeCodes(ByteWriter writer, List<ReasonCode> reasonCodes, PacketType packetType,
			ProtocolVersion version) {
		if (reasonCodes.isEmpty()) {
			throw writer.invalid(FIELD, "must be given at least once");
		}
		for (ReasonCode reasonCode : reasonCodes) {
			ReasonCodes.write(writer, (version == ProtocolVersion.MQTT_5) ? reasonCode : forMqtt3(reasonCode),
					packetType);
		}
	}

	private static ReasonCode forMqtt3(ReasonCode reasonCode) {
		return reasonCode.isError() ? ReasonCode.UNSPECIFIED_ERROR : reasonCode;
	}

}
