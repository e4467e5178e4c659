package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ReasonCode;

/**
 * Reads and writes the topic filters of SUBSCRIBE and UNSUBSCRIBE (MQTT 5.0 and 3.1.1,
 * sections 3.8.3 and 3.10.3). Where wildcards may stand is not the concern of a packet.
 */
final class TopicFilters {

	static final String FIELD = "topic filter";

	private TopicFilters() {
	}

	static boolean isShared(String filter) {
		return filter.startsWith("$share/");
	}

	static String read(ByteReader reader) {
		if (!reader.hasRemaining()) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, FIELD, "must be there at least once");
		}
		String filter = reader.string(FIELD);
		if (filter.isEmpty()) {
			throw reader.violation(ReasonCode.TOPIC_FILTER_INVALID, FIELD, "must not be empty");
		}
		return filter;
	}

	static void write(ByteWriter writer, String filter) {
		if (filter.isEmpty()) {
			throw writer.invalid(FIELD, "must not be empty");
		}
		writer.string(filter, FIELD);
	}

}
