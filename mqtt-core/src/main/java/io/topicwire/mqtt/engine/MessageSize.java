package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a message takes: everything in it that may be long.
 */
final class MessageSize {

	private MessageSize() {
	}

	/**
	 * Return the length of payload, topic and properties, a character counting as one
	 * byte.
	 */
	static int of(MqttMessage message) {
		int size = message.payload().length + message.topic().length();
		MessageProperties properties = message.properties();
		return (properties != MessageProperties.NONE) ? size + of(properties) : size;
	}

	private static int of(MessageProperties properties) {
		byte[] correlationData = properties.correlationData();
		int size = length(properties.contentType()) + length(properties.responseTopic())
				+ ((correlationData != null) ? correlationData.length : 0);
		List<UserProperty> userProperties = properties.userProperties();
		for (UserProperty userProperty : userProperties) {
			size += userProperty.name().length() + userProperty.value().length();
		}
		return size;
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
