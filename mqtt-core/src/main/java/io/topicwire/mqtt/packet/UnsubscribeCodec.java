package io.topicwire.mqtt.packet;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;

/**
 * Reads and writes UNSUBSCRIBE (MQTT 5.0 and 3.1.1, section 3.10).
 */
final class UnsubscribeCodec {

	private UnsubscribeCodec() {
	}

	static Unsubscribe read(ByteReader reader, ProtocolVersion version) {
		int packetIdentifier = reader.packetIdentifier();
		Properties properties = (version == ProtocolVersion.MQTT_5) ? PropertiesCodec.read(reader) : Properties.NONE;
		List<String> filters = new ArrayList<>();
		do {
			filters.add(TopicFilters.read(reader));
		}
		while (reader.hasRemaining());
		return new Unsubscribe(packetIdentifier, filters, properties);
	}

	static void write(ByteWriter writer, Unsubscribe unsubscribe, ProtocolVersion version) {
		writer.packetIdentifier(unsubscribe.packetIdentifier());
		if (version == ProtocolVersion.MQTT_5) {
			PropertiesCodec.write(writer, unsubscribe.properties(), PacketType.UNSUBSCRIBE);
		}
		if (unsubscribe.filters().isEmpty()) {
			throw writer.invalid(TopicFilters.FIELD, "must be given at least once");
		}
		for (String filter : unsubscribe.filters()) {
			TopicFilters.write(writer, filter);
		}
	}

}
