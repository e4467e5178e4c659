package io.topicwire.mqtt.packet;

import java.time.Duration;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.Will;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the will inside CONNECT and its share of the connect flags (MQTT 5.0
 * and 3.1.1, sections 3.1.2.5 to 3.1.2.7 and 3.1.3).
 */
final class WillCodec {

	private static final int QOS_SHIFT = 3;

	private static final int QOS = 0b0001_1000;

	private static final int RETAIN = 0b0010_0000;

	private WillCodec() {
	}

	static @Nullable Will read(ByteReader reader, int connectFlags, ProtocolVersion version) {
		int qos = (connectFlags & QOS) >> QOS_SHIFT;
		boolean retain = (connectFlags & RETAIN) != 0;
		if ((connectFlags & ConnectCodec.WILL) == 0) {
			if (qos != 0 || retain) {
				throw reader.malformed("connect flags", "must not have will QoS or will retain without a will");
			}
			return null;
		}
		if (qos > 2) {
			throw reader.malformed("connect flags", "must not have will QoS 3");
		}
		MessagePropertiesReader properties = (version == ProtocolVersion.MQTT_5)
				? MessagePropertiesReader.read(reader, true) : null;
		String topic = reader.string("will topic");
		String problem = TopicNames.problemOf(topic);
		if (problem != null) {
			throw reader.violation(ReasonCode.TOPIC_NAME_INVALID, "will topic", problem);
		}
		MqttMessage message = new MqttMessage(topic, reader.binary("will payload"), QoS.of(qos), retain, false,
				(properties != null) ? properties.properties() : MessageProperties.NONE);
		return new Will(message, Duration.ofSeconds((properties != null) ? properties.willDelay() : 0));
	}

	static int flags(Will will) {
		return ConnectCodec.WILL | will.message().qos().level() << QOS_SHIFT | (will.message().retain() ? RETAIN : 0);
	}

	static void write(ByteWriter writer, Will will, ProtocolVersion version) {
		MqttMessage message = will.message();
		String problem = TopicNames.problemOf(message.topic());
		if (problem != null) {
			throw writer.invalid("will topic", problem);
		}
		if (version == ProtocolVersion.MQTT_5) {
			MessagePropertiesWriter.writeWill(writer, message.properties(), will.delay().getSeconds());
		}
		writer.string(message.topic(), "will topic");
		writer.binary(message.payload(), "will payload");
	}

}
