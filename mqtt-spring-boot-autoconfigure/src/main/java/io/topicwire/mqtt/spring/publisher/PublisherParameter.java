package io.topicwire.mqtt.spring.publisher;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.core.MqttPublishOptions;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.util.StringUtils;

/**
 * What an argument is for: the payload if it is neither a variable nor a header.
 *
 * @param variable the name of the variable of the topic, or {@code null}
 * @param header the name of the header, or {@code null}
 */
record PublisherParameter(@Nullable String variable, @Nullable String header) {

	private static final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private static final Set<String> KNOWN = Set.of(MqttHeaders.QOS, MqttHeaders.RETAINED,
			MqttHeaders.MESSAGE_EXPIRY_INTERVAL, MqttHeaders.RESPONSE_TOPIC, MqttHeaders.CORRELATION_DATA,
			MessageHeaders.CONTENT_TYPE);

	static PublisherParameter of(Method method, int index, Class<?> type) {
		MethodParameter parameter = new MethodParameter(method, index).withContainingClass(type);
		DestinationVariable variable = parameter.getParameterAnnotation(DestinationVariable.class);
		if (variable != null) {
			return new PublisherParameter(name(parameter, variable.value(), "@DestinationVariable"), null);
		}
		Header header = parameter.getParameterAnnotation(Header.class);
		if (header != null) {
			String name = name(parameter, StringUtils.hasText(header.name()) ? header.name() : header.value(),
					"@Header");
			if (name.startsWith(MqttHeaders.PREFIX) && !KNOWN.contains(name)) {
				throw new IllegalStateException(
						"@Header(\"%s\") of method %s cannot be sent; use a constant of MqttHeaders that a message is sent with, or the name of a user property"
							.formatted(name, method.toGenericString()));
			}
			return new PublisherParameter(null, name);
		}
		return new PublisherParameter(null, null);
	}

	private static String name(MethodParameter parameter, String name, String annotation) {
		if (StringUtils.hasText(name)) {
			return name;
		}
		parameter.initParameterNameDiscovery(parameterNames);
		String discovered = parameter.getParameterName();
		if (discovered == null) {
			throw new IllegalStateException(
					"%s of parameter %d of %s has no name; name it in the annotation, or compile with -parameters"
						.formatted(annotation, parameter.getParameterIndex(),
								parameter.getExecutable().toGenericString()));
		}
		return discovered;
	}

	boolean isPayload() {
		return this.variable == null && this.header == null;
	}

	MqttPublishOptions apply(MqttPublishOptions options, Object value) {
		String name = String.valueOf(this.header);
		return switch (name) {
			case MqttHeaders.QOS ->
				options.qos((value instanceof QoS qos) ? qos : QoS.of(cast(value, Integer.class, "QoS or Integer")));
			case MqttHeaders.RETAINED -> options.retain(cast(value, Boolean.class, "Boolean"));
			case MqttHeaders.MESSAGE_EXPIRY_INTERVAL -> options.messageExpiry((value instanceof Duration duration)
					? duration : Duration.ofSeconds(cast(value, Number.class, "Duration or Number").longValue()));
			case MqttHeaders.RESPONSE_TOPIC -> options.responseTopic(value.toString());
			case MqttHeaders.CORRELATION_DATA -> options.correlationData(cast(value, byte[].class, "byte[]"));
			case MessageHeaders.CONTENT_TYPE -> options.contentType(value.toString());
			default -> options.userProperty(name, value.toString());
		};
	}

	private <T> T cast(Object value, Class<T> type, String expected) {
		if (!type.isInstance(value)) {
			throw new IllegalArgumentException(
					"Header '%s' must be %s but is %s".formatted(this.header, expected, value.getClass().getName()));
		}
		return type.cast(value);
	}

}
