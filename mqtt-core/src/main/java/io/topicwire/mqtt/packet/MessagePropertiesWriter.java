package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.UserProperty;

/**
 * Writes the properties of a PUBLISH or of a will: those of the message and the one that
 * belongs to the packet (MQTT 5.0, sections 3.3.2.3 and 3.1.3.2).
 */
final class MessagePropertiesWriter {

	private MessagePropertiesWriter() {
	}

	static void writePublish(ByteWriter writer, MessageProperties properties, int topicAlias) {
		if (topicAlias == 0 && properties == MessageProperties.NONE) {
			writer.oneByte(0);
			return;
		}
		int start = writer.openLength(0);
		write(writer, properties);
		for (Integer subscriptionIdentifier : properties.subscriptionIdentifiers()) {
			PropertiesCodec.writeIfPresent(writer, Property.SUBSCRIPTION_IDENTIFIER, subscriptionIdentifier);
		}
		PropertiesCodec.writeIfPresent(writer, Property.TOPIC_ALIAS, (topicAlias != 0) ? topicAlias : null);
		writer.closeLength(start, 0, 0);
	}

	static void writeWill(ByteWriter writer, MessageProperties properties, long delay) {
		int start = writer.openLength(0);
		PropertiesCodec.writeIfPresent(writer, Property.WILL_DELAY_INTERVAL, (delay != 0) ? delay : null);
		write(writer, properties);
		writer.closeLength(start, 0, 0);
	}

	private static void write(ByteWriter writer, MessageProperties properties) {
		PropertiesCodec.writeIfPresent(writer, Property.PAYLOAD_FORMAT_INDICATOR,
				properties.payloadIsText() ? 1 : null);
		PropertiesCodec.writeIfPresent(writer, Property.MESSAGE_EXPIRY_INTERVAL, properties.messageExpiryInterval());
		PropertiesCodec.writeIfPresent(writer, Property.CONTENT_TYPE, properties.contentType());
		String responseTopic = properties.responseTopic();
		String problem = (responseTopic != null) ? TopicNames.problemOf(responseTopic) : null;
		if (problem != null) {
			throw writer.invalid(Property.RESPONSE_TOPIC.name(), problem);
		}
		PropertiesCodec.writeIfPresent(writer, Property.RESPONSE_TOPIC, responseTopic);
		PropertiesCodec.writeIfPresent(writer, Property.CORRELATION_DATA, properties.correlationData());
		for (UserProperty userProperty : properties.userProperties()) {
			PropertiesCodec.writeIfPresent(writer, Property.USER_PROPERTY, userProperty);
		}
	}

}
