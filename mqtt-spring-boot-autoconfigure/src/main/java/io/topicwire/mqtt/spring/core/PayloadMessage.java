package io.topicwire.mqtt.spring.core;

import java.util.Collections;
import java.util.Map;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
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
		QoS qos = (this.options.qos() != null) ? this.options.qos() : defaultQos;
		boolean retain = (this.options.retain() != null) ? this.options.retain() : defaultRetain;
		if (this.payload == null) {
			return new MqttMessage(this.topic, new byte[0], qos, retain, false, properties(false, null));
		}
		Message<?> converted = convert(this.payload, converter);
		MessageHeaders headers = converted.getHeaders();
		boolean text = Boolean.TRUE.equals(headers.get(MqttHeaders.PAYLOAD_IS_TEXT));
		Object contentType = headers.get(MessageHeaders.CONTENT_TYPE);
		return new MqttMessage(this.topic, (byte[]) converted.getPayload(), qos, retain, false,
				properties(text, (contentType != null) ? contentType.toString() : null));
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

	private MessageProperties properties(boolean text, @Nullable String contentType) {
		Long expiry = (this.options.messageExpiry() != null) ? this.options.messageExpiry().getSeconds() : null;
		return new MessageProperties(text, expiry,
				(this.options.contentType() != null) ? this.options.contentType() : contentType,
				this.options.responseTopic(), this.options.correlationData(), this.options.userProperties(),
				Collections.emptyList());
	}

}
