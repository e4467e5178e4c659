package io.topicwire.mqtt.spring.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;

/**
 * Reads {@link MqttPublishOptions} from message headers. Headers of received messages,
 * such as the received QoS, are not looked at, so a message can be passed on.
 */
final class HeaderPublishOptions {

	private HeaderPublishOptions() {
	}

	static MqttPublishOptions of(MessageHeaders headers) {
		Integer qos = headers.get(MqttHeaders.QOS, Integer.class);
		Number expiry = headers.get(MqttHeaders.MESSAGE_EXPIRY_INTERVAL, Number.class);
		Object contentType = headers.get(MessageHeaders.CONTENT_TYPE);
		return new MqttPublishOptions((qos != null) ? QoS.of(qos) : null,
				headers.get(MqttHeaders.RETAINED, Boolean.class),
				(expiry != null) ? Duration.ofSeconds(expiry.longValue()) : null,
				(contentType != null) ? contentType.toString() : null,
				headers.get(MqttHeaders.RESPONSE_TOPIC, String.class),
				headers.get(MqttHeaders.CORRELATION_DATA, byte[].class),
				userProperties(headers.get(MqttHeaders.USER_PROPERTIES, List.class)), null);
	}

	private static List<UserProperty> userProperties(@Nullable List<?> values) {
		List<UserProperty> properties = new ArrayList<>();
		if (values != null) {
			for (Object value : values) {
				if (!(value instanceof UserProperty property)) {
					throw new IllegalArgumentException("Header '%s' must be a list of UserProperty but has a %s"
						.formatted(MqttHeaders.USER_PROPERTIES, value.getClass().getName()));
				}
				properties.add(property);
			}
		}
		return properties;
	}

}
