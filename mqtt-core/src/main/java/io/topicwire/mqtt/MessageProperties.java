package io.topicwire.mqtt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What MQTT 5.0 lets a message say about itself beyond topic and payload (MQTT 5.0,
 * section 3.3.2.3). Left out when a message is published over MQTT 3.1.1.
 *
 * @param payloadIsText whether the payload is UTF-8 text (Payload Format Indicator 1)
 * @param messageExpiryInterval lifetime of the message in seconds, from 0 to
 * 4,294,967,295, or {@code null} if it never expires
 * @param contentType what the payload is, usually a MIME type
 * @param responseTopic topic name that a reply is to be published to
 * @param correlationData what a reply has to repeat so that it finds its request, at most
 * 65,535 bytes; the array is not copied
 * @param userProperties pairs of the application in their order
 * @param subscriptionIdentifiers identifiers of the subscriptions that caused the broker
 * to send this message; never sent by a client
 * @since 0.1.0
 */
public record MessageProperties(boolean payloadIsText, @Nullable Long messageExpiryInterval,
		@Nullable String contentType, @Nullable String responseTopic, byte @Nullable [] correlationData,
		List<UserProperty> userProperties, List<Integer> subscriptionIdentifiers) {

	/**
	 * Properties of a message that says nothing about itself.
	 */
	public static final MessageProperties NONE = new MessageProperties(false, null, null, null, null,
			Collections.emptyList(), Collections.emptyList());

	/**
	 * Create properties.
	 * @throws IllegalArgumentException if the message expiry interval is out of range
	 */
	public MessageProperties {
		if (messageExpiryInterval != null && (messageExpiryInterval < 0 || messageExpiryInterval > 0xFFFFFFFFL)) {
			throw new IllegalArgumentException(
					"Message expiry interval must be from 0 to 4294967295 seconds but was " + messageExpiryInterval);
		}
		userProperties = List.copyOf(userProperties);
		subscriptionIdentifiers = List.copyOf(subscriptionIdentifiers);
	}

	MessageProperties payloadIsText(boolean payloadIsText) {
		return new MessageProperties(payloadIsText, this.messageExpiryInterval, this.contentType, this.responseTopic,
				this.correlationData, this.userProperties, this.subscriptionIdentifiers);
	}

	MessageProperties messageExpiryInterval(@Nullable Long messageExpiryInterval) {
		return new MessageProperties(this.payloadIsText, messageExpiryInterval, this.contentType, this.responseTopic,
				this.correlationData, this.userProperties, this.subscriptionIdentifiers);
	}

	MessageProperties contentType(@Nullable String contentType) {
		return new MessageProperties(this.payloadIsText, this.messageExpiryInterval, contentType, this.responseTopic,
				this.correlationData, this.userProperties, this.subscriptionIdentifiers);
	}

	MessageProperties responseTopic(@Nullable String responseTopic) {
		return new MessageProperties(this.payloadIsText, this.messageExpiryInterval, this.contentType, responseTopic,
				this.correlationData, this.userProperties, this.subscriptionIdentifiers);
	}

	MessageProperties correlationData(byte @Nullable [] correlationData) {
		return new MessageProperties(this.payloadIsText, this.messageExpiryInterval, this.contentType,
				this.responseTopic, correlationData, this.userProperties, this.subscriptionIdentifiers);
	}

	MessageProperties userProperty(UserProperty userProperty) {
		List<UserProperty> userProperties = new ArrayList<>(this.userProperties);
		userProperties.add(userProperty);
		return new MessageProperties(this.payloadIsText, this.messageExpiryInterval, this.contentType,
				this.responseTopic, this.correlationData, userProperties, this.subscriptionIdentifiers);
	}

}
