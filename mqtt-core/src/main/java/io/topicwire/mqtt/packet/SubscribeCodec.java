package io.topicwire.mqtt.packet;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;

/**
 * Reads and writes SUBSCRIBE (MQTT 5.0 and 3.1.1, section 3.8).
 */
final class SubscribeCodec {

	private static final String OPTIONS = "subscription options";

	private static final String NO_LOCAL_SHARED = "must not have No Local with a shared subscription";

	private static final int QOS = 0b0000_0011;

	private static final int NO_LOCAL = 0b0000_0100;

	private static final int RETAIN_AS_PUBLISHED = 0b0000_1000;

	private static final int RETAIN_HANDLING_SHIFT = 4;

	private static final int RETAIN_HANDLING = 0b0011_0000;

	private static final RetainHandling[] RETAIN_HANDLINGS = RetainHandling.values();

	private SubscribeCodec() {
	}

	static Subscribe read(ByteReader reader, ProtocolVersion version) {
		int packetIdentifier = reader.packetIdentifier();
		Properties properties = (version == ProtocolVersion.MQTT_5) ? PropertiesCodec.read(reader) : Properties.NONE;
		List<Subscribe.Request> requests = new ArrayList<>();
		do {
			String filter = TopicFilters.read(reader);
			SubscribeOptions options = readOptions(reader, version);
			if (options.noLocal() && TopicFilters.isShared(filter)) {
				throw reader.violation(ReasonCode.PROTOCOL_ERROR, OPTIONS, NO_LOCAL_SHARED);
			}
			requests.add(new Subscribe.Request(filter, options));
		}
		while (reader.hasRemaining());
		return new Subscribe(packetIdentifier, requests, properties);
	}

	private static SubscribeOptions readOptions(ByteReader reader, ProtocolVersion version) {
		int options = reader.oneByte(OPTIONS);
		int known = (version == ProtocolVersion.MQTT_5) ? QOS | NO_LOCAL | RETAIN_AS_PUBLISHED | RETAIN_HANDLING : QOS;
		if ((options & ~known) != 0) {
			throw reader.malformed(OPTIONS, "must have 0 in the reserved bits but was 0x%02X".formatted(options));
		}
		int qos = options & QOS;
		if (qos > 2) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, OPTIONS, "must not have QoS 3");
		}
		int retainHandling = (options & RETAIN_HANDLING) >> RETAIN_HANDLING_SHIFT;
		if (retainHandling >= RETAIN_HANDLINGS.length) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, OPTIONS, "must not have Retain Handling 3");
		}
		return new SubscribeOptions(QoS.of(qos), (options & NO_LOCAL) != 0, (options & RETAIN_AS_PUBLISHED) != 0,
				RETAIN_HANDLINGS[retainHandling]);
	}

	static void write(ByteWriter writer, Subscribe subscribe, ProtocolVersion version) {
		writer.packetIdentifier(subscribe.packetIdentifier());
		if (version == ProtocolVersion.MQTT_5) {
			PropertiesCodec.write(writer, subscribe.properties(), PacketType.SUBSCRIBE);
		}
		if (subscribe.requests().isEmpty()) {
			throw writer.invalid(TopicFilters.FIELD, "must be given at least once");
		}
		for (Subscribe.Request request : subscribe.requests()) {
			TopicFilters.write(writer, request.filter());
			writeOptions(writer, request, version);
		}
	}

	private static void writeOptions(ByteWriter writer, Subscribe.Request request, ProtocolVersion version) {
		SubscribeOptions options = request.options();
		int encoded = options.qos().level();
		if (version == ProtocolVersion.MQTT_5) {
			if (options.noLocal() && TopicFilters.isShared(request.filter())) {
				throw writer.invalid(OPTIONS, NO_LOCAL_SHARED);
			}
			encoded |= (options.noLocal() ? NO_LOCAL : 0) | (options.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0)
					| options.retainHandling().ordinal() << RETAIN_HANDLING_SHIFT;
		}
		writer.oneByte(encoded);
	}

}
