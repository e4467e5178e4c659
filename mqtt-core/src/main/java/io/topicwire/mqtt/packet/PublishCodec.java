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

	static int flags(Publish publish) {
		MqttMessage message = publish.message();
		return (publish.duplicate() ? DUPLICATE : 0) | message.qos().level() << QOS_SHIFT
				| (message.retain() ? RETAIN : 0);
	}

	// Length of all that follows the fixed header, if the topic is ASCII and there are no
	// properties; too little otherwise
	static int expectedLength(Publish publish, int knownTopicAlias, ProtocolVersion version) {
		MqttMessage message = publish.message();
		int length = Short.BYTES + ((knownTopicAlias != 0) ? 0 : message.topic().length());
		length += (message.qos() != QoS.AT_MOST_ONCE) ? Short.BYTES : 0;
		length += (version == ProtocolVersion.MQTT_5) ? 1 : 0;
		return (int) Math.min((long) length + message.payload().length, VariableInt.MAX_VALUE);
	}

	// All but the payload, which follows
	static void write(ByteWriter writer, Publish publish, ProtocolVersion version, WrittenTopics topics) {
		String topic = publish.message().topic();
		if (topic.isEmpty() && publish.topicAlias() != 0 && version == ProtocolVersion.MQTT_5) {
			writeAliased(writer, publish, publish.topicAlias(), version);
			return;
		}
		topics.write(writer, topic);
		writeRest(writer, publish, publish.topicAlias(), version);
	}

	// The same with a topic alias that the receiver knows in place of the topic
	static void writeAliased(ByteWriter writer, Publish publish, int topicAlias, ProtocolVersion version) {
		if (version != ProtocolVersion.MQTT_5) {
			throw writer.invalid("topic", "must not be empty");
		}
		writer.string("", "topic");
		writeRest(writer, publish, topicAlias, version);
	}

	private static void writeRest(ByteWriter writer, Publish publish, int topicAlias, ProtocolVersion version) {
		writePacketIdentifier(writer, publish);
		if (version == ProtocolVersion.MQTT_5) {
			MessagePropertiesWriter.writePublish(writer, publish.message().properties(), topicAlias);
		}
	}

	private static void writePacketIdentifier(ByteWriter writer, Publish publish) {
		if (publish.message().qos() != QoS.AT_MOST_ONCE) {
			writer.packetIdentifier(publish.packetIdentifier());
			return;
		}
		if (publish.packetIdentifier() != 0) {
			throw writer.invalid("packet identifier", "must be 0 with QoS 0 but was " + publish.packetIdentifier());
		}
		if (publish.duplicate()) {
			throw writer.invalid("DUP flag", "must not be set with QoS 0");
		}
	}

}
