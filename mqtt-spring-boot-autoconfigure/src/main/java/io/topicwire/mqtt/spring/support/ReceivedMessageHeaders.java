package io.topicwire.mqtt.spring.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

/**
 * Headers of a received message. They have no identifier because making one for each
 * message costs more than all other headers together.
 */
final class ReceivedMessageHeaders extends MessageHeaders {

	private static final long serialVersionUID = 1L;

	ReceivedMessageHeaders(MqttMessage message, Map<String, String> topicVariables,
			@Nullable Acknowledgment acknowledgment) {
		super(null, ID_VALUE_NONE, null);
		// Not copied from a map of our own, which took as long as to fill it
		Map<String, Object> headers = getRawHeaders();
		headers.put(MqttHeaders.RAW_MESSAGE, message);
		headers.put(MqttHeaders.RECEIVED_TOPIC, message.topic());
		headers.put(MqttHeaders.RECEIVED_QOS, message.qos().level());
		headers.put(MqttHeaders.RECEIVED_RETAINED, message.retain());
		headers.put(MqttHeaders.DUPLICATE, message.duplicate());
		headers.put(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER, topicVariables);
		putIfPresent(headers, MqttHeaders.ACKNOWLEDGMENT, acknowledgment);
		putProperties(headers, message.properties());
	}

	private static void putProperties(Map<String, Object> headers, MessageProperties properties) {
		if (properties == MessageProperties.NONE) {
			return;
		}
		headers.put(MqttHeaders.PAYLOAD_IS_TEXT, properties.payloadIsText());
		putIfPresent(headers, MqttHeaders.MESSAGE_EXPIRY_INTERVAL, properties.messageExpiryInterval());
		putIfPresent(headers, MessageHeaders.CONTENT_TYPE, properties.contentType());
		putIfPresent(headers, MqttHeaders.RESPONSE_TOPIC, properties.responseTopic());
		putIfPresent(headers, MqttHeaders.CORRELATION_DATA, properties.correlationData());
		if (!properties.userProperties().isEmpty()) {
			headers.put(MqttHeaders.USER_PROPERTIES, properties.userProperties());
			// As native headers they are found by name but can never replace another
			// header
			headers.put(NativeMessageHeaderAccessor.NATIVE_HEADERS, byName(properties.userProperties()));
		}
	}

	private static void putIfPresent(Map<String, Object> headers, String name, @Nullable Object value) {
		if (value != null) {
			headers.put(name, value);
		}
	}

	private static Map<String, List<String>> byName(List<UserProperty> userProperties) {
		Map<String, List<String>> byName = new LinkedHashMap<>();
		for (UserProperty property : userProperties) {
			byName.computeIfAbsent(property.name(), (name) -> new ArrayList<>()).add(property.value());
		}
		return byName;
	}

}
