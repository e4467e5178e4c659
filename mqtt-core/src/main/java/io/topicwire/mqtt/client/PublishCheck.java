package io.topicwire.mqtt.client;

import java.util.List;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Utf8String;
import io.topicwire.mqtt.topic.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * Checks a message before it is accepted, so that whatever is accepted can be written
 * (MQTT 5.0, sections 1.5.4 and 3.3.2).
 */
final class PublishCheck {

	private static final int MAXIMUM_LENGTH = 65_535;

	// The topic that was found valid last: most clients publish to few, as constants.
	// Threads may overwrite what others have found, for strings are immutable
	private @Nullable String validTopic;

	/**
	 * Return a valid message as a client may send it: without the subscription
	 * identifiers of a received one that is published onward.
	 * @throws IllegalArgumentException if it is not valid
	 */
	MqttMessage outgoing(MqttMessage message) {
		String topic = message.topic();
		if (topic != this.validTopic) {
			TopicName.requireValid(topic);
			this.validTopic = topic;
		}
		MessageProperties properties = message.properties();
		requireValid(properties);
		if (properties.subscriptionIdentifiers().isEmpty()) {
			return message;
		}
		return message.properties(new MessageProperties(properties.payloadIsText(), properties.messageExpiryInterval(),
				properties.contentType(), properties.responseTopic(), properties.correlationData(),
				properties.userProperties(), List.of()));
	}

	static void requireValid(MqttMessage message) {
		TopicName.requireValid(message.topic());
		requireValid(message.properties());
	}

	private static void requireValid(MessageProperties properties) {
		if (properties == MessageProperties.NONE) {
			return;
		}
		if (properties.responseTopic() != null) {
			TopicName.requireValid(properties.responseTopic());
		}
		if (properties.contentType() != null) {
			Utf8String.length(properties.contentType(), "Content type");
		}
		requireShort(properties.correlationData());
		properties.userProperties().forEach(UserProperty::requireValid);
	}

	private static void requireShort(byte @Nullable [] correlationData) {
		if (correlationData != null && correlationData.length > MAXIMUM_LENGTH) {
			throw new IllegalArgumentException("Correlation data must not be longer than " + MAXIMUM_LENGTH
					+ " bytes but has " + correlationData.length);
		}
	}

}
