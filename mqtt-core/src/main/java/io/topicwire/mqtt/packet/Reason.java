package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;

/**
 * The reason code and the properties at the end of an acknowledgement, DISCONNECT or
 * AUTH. MQTT 3.1.1 has neither, and MQTT 5.0 leaves out what says nothing (MQTT 5.0,
 * sections 3.4.2, 3.14.2 and 3.15.2).
 *
 * @param code the reason code
 * @param properties the properties
 */
record Reason(ReasonCode code, Properties properties) {

	private static final Reason SUCCESS = new Reason(ReasonCode.SUCCESS, Properties.NONE);

	static Reason read(ByteReader reader, ProtocolVersion version) {
		if (version == ProtocolVersion.MQTT_3_1_1 || !reader.hasRemaining()) {
			return SUCCESS;
		}
		ReasonCode code = ReasonCodes.read(reader);
		return new Reason(code, reader.hasRemaining() ? PropertiesCodec.read(reader) : Properties.NONE);
	}

	static void write(ByteWriter writer, ReasonCode code, Properties properties, PacketType packetType,
			ProtocolVersion version) {
		if (version == ProtocolVersion.MQTT_3_1_1) {
			return;
		}
		if (code != ReasonCode.SUCCESS || !properties.isEmpty()) {
			ReasonCodes.write(writer, code, packetType);
		}
		if (!properties.isEmpty()) {
			PropertiesCodec.write(writer, properties, packetType);
		}
	}

}
