package io.topicwire.mqtt.packet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Reads the properties of a PUBLISH or of a will: those of the message and the one that
 * belongs to the packet (MQTT 5.0, sections 3.3.2.3 and 3.1.3.2).
 */
final class MessagePropertiesReader {

	private boolean payloadIsText;

	private @Nullable Long messageExpiryInterval;

	private @Nullable String contentType;

	private @Nullable String responseTopic;

	private byte @Nullable [] correlationData;

	private List<UserProperty> userProperties = Collections.emptyList();

	private List<Integer> subscriptionIdentifiers = Collections.emptyList();

	private int topicAlias;

	private long willDelay;

	private MessagePropertiesReader(PropertyReader reader) {
		for (Property<?> property = reader.next(); property != null; property = reader.next()) {
			read(property, reader);
		}
	}

	private void read(Property<?> property, PropertyReader reader) {
		if (property == Property.PAYLOAD_FORMAT_INDICATOR) {
			this.payloadIsText = reader.value(Property.PAYLOAD_FORMAT_INDICATOR) == 1;
		}
		else if (property == Property.MESSAGE_EXPIRY_INTERVAL) {
			this.messageExpiryInterval = reader.value(Property.MESSAGE_EXPIRY_INTERVAL);
		}
		else if (property == Property.CONTENT_TYPE) {
			this.contentType = reader.value(Property.CONTENT_TYPE);
		}
		else if (property == Property.RESPONSE_TOPIC) {
			this.responseTopic = reader.value(Property.RESPONSE_TOPIC);
		}
		else if (property == Property.CORRELATION_DATA) {
			this.correlationData = reader.value(Property.CORRELATION_DATA);
		}
		else if (property == Property.USER_PROPERTY) {
			this.userProperties = with(this.userProperties, reader.value(Property.USER_PROPERTY));
		}
		else if (property == Property.SUBSCRIPTION_IDENTIFIER) {
			this.subscriptionIdentifiers = with(this.subscriptionIdentifiers,
					reader.value(Property.SUBSCRIPTION_IDENTIFIER));
		}
		else if (property == Property.TOPIC_ALIAS) {
			this.topicAlias = reader.value(Property.TOPIC_ALIAS);
		}
		else if (property == Property.WILL_DELAY_INTERVAL) {
			this.willDelay = reader.value(Property.WILL_DELAY_INTERVAL);
		}
		else {
			throw new IllegalStateException(property + " is not read");
		}
	}

	// None and one are the usual numbers, for which a list that can grow costs too much
	private static <T> List<T> with(List<T> values, T value) {
		if (values.isEmpty()) {
			return List.of(value);
		}
		List<T> growing = (values instanceof ArrayList) ? values : new ArrayList<>(values);
		growing.add(value);
		return growing;
	}

	// Null if there are no properties at all, which is the usual case
	static @Nullable MessagePropertiesReader read(ByteReader reader, boolean inWill) {
		if (reader.skipZero()) {
			return null;
		}
		MessagePropertiesReader properties = new MessagePropertiesReader(new PropertyReader(reader, inWill));
		String problem = (properties.responseTopic != null) ? TopicNames.problemOf(properties.responseTopic) : null;
		if (problem != null) {
			throw reader.violation(ReasonCode.TOPIC_NAME_INVALID, Property.RESPONSE_TOPIC.name(), problem);
		}
		return properties;
	}

	MessageProperties properties() {
		return new MessageProperties(this.payloadIsText, this.messageExpiryInterval, this.contentType,
				this.responseTopic, this.correlationData, this.userProperties, this.subscriptionIdentifiers);
	}

	int topicAlias() {
		return this.topicAlias;
	}

	long willDelay() {
		return this.willDelay;
	}

}
