package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;

/**
 * Reads and writes PUBLISH (MQTT 5.0 and 3.1.1, section 3.3).
 */
final class PublishCodec {

	private static final int RETAIN = 0b0001;

	private static final int QOS_SHIFT = 1;

	private static final int QOS = 0b0110;

	private static final int DUPLICATE = 0b1000;

	private PublishCodec() {
	}

	static Publish read(ByteReader reader, int flags, ProtocolVersion version, ReceivedTopics topics) {
		boolean duplicate = (flags & DUPLICATE) != 0;
		QoS qos = readQos(reader, flags);
		String topic = topics.read(reader);
		int packetIdentifier = (qos != QoS.AT_MOST_ONCE) ? reader.packetIdentifier() : 0;
		MessagePropertiesReader properties = (version == ProtocolVersion.MQTT_5)
				? MessagePropertiesReader.read(reader, false) : null;
		int topicAlias = (properties != null) ? properties.topicAlias() : 0;
		if (topicAlias == 0 && topic.isEmpty()) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, "topic", "must not be empty as there is no topic alias");
		}
		MqttMessage message = new MqttMessage(topic, reader.rest(), qos, (flags & RETAIN) != 0, duplicate,
				(properties != null) ? properties.properties() : MessageProperties.NONE);
		return new Publish(packetIdentifier, duplicate, message, topicAlias);
	}

	// Where the payload begins of a PUBLISH of which not all is there, or -1 if that is
	// not known yet. What is wrong with it is told when all is there
	static int payloadStart(byte[] source, int from, int to, int flags, ProtocolVersion version) {
		if (to - from < Short.BYTES) {
			return -1;
		}
		int topicLength = (source[from] & 0xFF) << 8 | source[from + 1] & 0xFF;
		int position = from + Short.BYTES + topicLength + (((flags & QOS) != 0) ? Short.BYTES : 0);
		if (version == ProtocolVersion.MQTT_5) {
			int length = VariableInt.read(source, position, to);
			if (length < 0) {
				return -1;
			}
			position += VariableInt.size(length) + length;
		}
		return (position <= to) ? position : -1;
	}

	private static QoS readQos(ByteReader reader, int flags) {
		int qos = (flags & QOS) >> QOS_SHIFT;
		if (qos > 2) {
			throw reader.malformed("QoS", "must not be 3");
		}
		if (qos == 0 && (flags & DUPLICATE) != 0) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, "DUP flag", "must be 0 with QoS 0");
		}
		return QoS.of(qos);
	}

	static int flags(MqttMessage message, boolean duplicate) {
		return (duplicate ? DUPLICATE : 0) | message.qos().level() << QOS_SHIFT | (message.retain() ? RETAIN : 0);
	}

	// Length of all that follows the fixed header, if the topic is ASCII and there are no
	// properties; too little otherwise
	static int expectedLength(MqttMessage message, boolean aliased, ProtocolVersion version) {
		int length = Short.BYTES + (aliased ? 0 : message.topic().length());
		length += (message.qos() != QoS.AT_MOST_ONCE) ? Short.BYTES : 0;
		length += (version == ProtocolVersion.MQTT_5) ? 1 : 0;
		return (int) Math.min((long) length + message.payload().length, VariableInt.MAX_VALUE);
	}

	// All but the payload, which follows
	static void write(ByteWriter writer, MqttMessage message, int packetIdentifier, boolean duplicate, int topicAlias,
			ProtocolVersion version, WrittenTopics topics) {
		if (message.topic().isEmpty() && topicAlias != 0 && version == ProtocolVersion.MQTT_5) {
			writeAliased(writer, message, packetIdentifier, duplicate, topicAlias, version);
			return;
		}
		topics.write(writer, message.topic());
		writeRest(writer, message, packetIdentifier, duplicate, topicAlias, version);
	}

	// The same with a topic alias that the receiver knows in place of the topic
	static void writeAliased(ByteWriter writer, MqttMessage message, int packetIdentifier, boolean duplicate,
			int topicAlias, ProtocolVersion version) {
		if (version != ProtocolVersion.MQTT_5) {
			throw writer.invalid("topic", "must not be empty");
		}
		writer.string("", "topic");
		writeRest(writer, message, packetIdentifier, duplicate, topicAlias, version);
	}

	private static void writeRest(ByteWriter writer, MqttMessage message, int packetIdentifier, boolean duplicate,
			int topicAlias, ProtocolVersion version) {
		if (message.qos() != QoS.AT_MOST_ONCE) {
			writer.packetIdentifier(packetIdentifier);
		}
		else {
			requireNone(writer, packetIdentifier, duplicate);
		}
		if (version == ProtocolVersion.MQTT_5) {
			MessagePropertiesWriter.writePublish(writer, message.properties(), topicAlias);
		}
	}

	private static void requireNone(ByteWriter writer, int packetIdentifier, boolean duplicate) {
		if (packetIdentifier != 0) {
			throw writer.invalid("packet identifier", "must be 0 with QoS 0 but was " + packetIdentifier);
		}
		if (duplicate) {
			throw writer.invalid("DUP flag", "must not be set with QoS 0");
		}
	}

}
