package io.topicwire.mqtt.spring.core;

import java.util.Collections;
import java.util.Map;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * A payload that is still to be converted, with where and how it is to be sent.
 *
 * @param topic the topic name
 * @param payload the payload
 * @param options how to publish it
 */
record PayloadMessage(String topic, @Nullable Object payload, MqttPublishOptions options) {

	MqttMessage toMqttMessage(MessageConverter converter, QoS defaultQos, boolean defaultRetain) {
		return applyOptions(convertPayload(converter))
			.qos((this.options.qos() != null) ? this.options.qos() : defaultQos)
			.retain((this.options.retain() != null) ? this.options.retain() : defaultRetain);
	}

	private MqttMessage convertPayload(MessageConverter converter) {
		if (this.payload == null) {
			return MqttMessage.empty(this.topic);
		}
		Message<?> converted = convert(this.payload, converter);
		Object contentType = converted.getHeaders().get(MessageHeaders.CONTENT_TYPE);
		return MqttMessage.of(this.topic, (byte[]) converted.getPayload())
			.payloadIsText(Boolean.TRUE.equals(converted.getHeaders().get(MqttHeaders.PAYLOAD_IS_TEXT)))
			.contentType((contentType != null) ? contentType.toString() : null);
	}

	private MqttMessage applyOptions(MqttMessage converted) {
		MqttMessage message = converted.messageExpiry(this.options.messageExpiry())
			.responseTopic(this.options.responseTopic())
			.correlationData(this.options.correlationData());
		if (this.options.contentType() != null) {
			message = message.contentType(this.options.contentType());
		}
		for (UserProperty property : this.options.userProperties()) {
			message = message.userProperty(property.name(), property.value());
		}
		return message;
	}

	private Message<?> convert(Object payload, MessageConverter converter) {
		Map<String, Object> headers = (this.options.contentType() != null)
				? Map.of(MessageHeaders.CONTENT_TYPE, this.options.contentType()) : Collections.emptyMap();
		Message<?> converted = converter.toMessage(payload, new MessageHeaders(headers));
		if (converted == null || !(converted.getPayload() instanceof byte[])) {
			throw new MessageConversionException(
					"Cannot convert payload of type %s for topic '%s' to bytes. Send byte[] or text, put Jackson on the class path to send JSON, or set a message converter that knows this type"
						.formatted(payload.getClass().getName(), this.topic));
		}
		return converted;
	}

}
