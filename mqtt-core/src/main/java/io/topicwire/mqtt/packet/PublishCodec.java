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

	static Publish read(ByteReader reader, int flags, ProtocolVersion version) {
		boolean duplicate = (flags & DUPLICATE) != 0;
		QoS qos = readQos(reader, flags);
		String topic = reader.string("topic");
		int packetIdentifier = (qos != QoS.AT_MOST_ONCE) ? reader.packetIdentifier() : 0;
		MessagePropertiesReader properties = (version == ProtocolVersion.MQTT_5)
				? MessagePropertiesReader.read(reader, false) : null;
		int topicAlias = (properties != null) ? properties.topicAlias() : 0;
		checkTopic(reader, topic, topicAlias);
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

	private static void checkTopic(ByteReader reader, String topic, int topicAlias) {
		if (topic.isEmpty()) {
			if (topicAlias == 0) {
				throw reader.violation(ReasonCode.PROTOCOL_ERROR, "topic",
						"must not be empty as there is no topic alias");
			}
			return;
		}
		String problem = TopicNames.problemOf(topic);
		if (problem != null) {
			throw reader.violation(ReasonCode.TOPIC_NAME_INVALID, "topic", problem);
		}
	}

	static int flags(Publish publish) {
		MqttMessage message = publish.message();
		return (publish.duplicate() ? DUPLICATE : 0) | message.qos().level() << QOS_SHIFT
				| (message.retain() ? RETAIN : 0);
	}

	// All but the payload, which follows
	static void write(ByteWriter writer, Publish publish, ProtocolVersion version) {
		write(writer, publish, publish.message().topic(), publish.topicAlias(), version);
	}

	// The same with a topic alias that the receiver knows in place of the topic
	static void writeAliased(ByteWriter writer, Publish publish, int topicAlias, ProtocolVersion version) {
		write(writer, publish, "", topicAlias, version);
	}

	private static void write(ByteWriter writer, Publish publish, String topic, int topicAlias,
			ProtocolVersion version) {
		boolean topicIsAlias = topic.isEmpty() && topicAlias != 0 && version == ProtocolVersion.MQTT_5;
		String problem = topicIsAlias ? null : TopicNames.problemOf(topic);
		if (problem != null) {
			throw writer.invalid("topic", problem);
		}
		writer.string(topic, "topic");
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
