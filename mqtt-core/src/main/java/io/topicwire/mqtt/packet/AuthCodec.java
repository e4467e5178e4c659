package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;

/**
 * Reads and writes AUTH (MQTT 5.0, section 3.15). Only the success without properties has
 * a short form; everything else has to name the Authentication Method.
 */
final class AuthCodec {

	private AuthCodec() {
	}

	static Auth read(ByteReader reader, ProtocolVersion version) {
		if (version == ProtocolVersion.MQTT_3_1_1) {
			throw reader.malformed("packet type", "does not exist in MQTT 3.1.1");
		}
		if (!reader.hasRemaining()) {
			return new Auth(ReasonCode.SUCCESS, Properties.NONE);
		}
		ReasonCode reasonCode = ReasonCodes.read(reader);
		Properties properties = PropertiesCodec.read(reader);
		if (properties.get(Property.AUTHENTICATION_METHOD) == null) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, Property.AUTHENTICATION_METHOD.name(), "is missing");
		}
		return new Auth(reasonCode, properties);
	}

	static void write(ByteWriter writer, Auth auth, ProtocolVersion version) {
		if (version == ProtocolVersion.MQTT_3_1_1) {
			throw writer.invalid("packet type", "does not exist in MQTT 3.1.1");
		}
		Properties properties = auth.properties();
		if (auth.reasonCode() == ReasonCode.SUCCESS && properties.isEmpty()) {
			return;
		}
		ReasonCodes.write(writer, auth.reasonCode(), PacketType.AUTH);
		if (properties.get(Property.AUTHENTICATION_METHOD) == null) {
			throw writer.invalid(Property.AUTHENTICATION_METHOD.name(), "is missing");
		}
		PropertiesCodec.write(writer, properties, PacketType.AUTH);
	}

}
