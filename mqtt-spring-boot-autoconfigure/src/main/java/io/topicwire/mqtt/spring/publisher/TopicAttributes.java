package io.topicwire.mqtt.spring.publisher;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.core.MqttPublishOptions;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Reads the attributes of a {@link Topic @Topic}. What is wrong is reported with method,
 * attribute, value and what would be right.
 */
class TopicAttributes {

	private final Topic annotation;

	private final Method method;

	private final UnaryOperator<String> resolver;

	TopicAttributes(Topic annotation, Method method, UnaryOperator<String> resolver) {
		this.annotation = annotation;
		this.method = method;
		this.resolver = resolver;
	}

	TopicTemplate topic() {
		return attempt("value", this.annotation.value(), (text) -> {
			TopicTemplate topic = TopicTemplate.of(text);
			// Finds wildcards and shares, which have no place in a topic name
			Map<String, String> variables = new HashMap<>();
			topic.variables().forEach((name) -> variables.put(name, "x"));
			topic.expand(variables);
			return topic;
		});
	}

	MqttPublishOptions options() {
		return MqttPublishOptions.DEFAULTS.qos(read("qos", this.annotation.qos(), TopicAttributes::parseQos))
			.retain(read("retain", this.annotation.retain(), TopicAttributes::parseBoolean))
			.messageExpiry(read("messageExpiry", this.annotation.messageExpiry(), TopicAttributes::parseExpiry))
			.contentType(read("contentType", this.annotation.contentType(), Function.identity()));
	}

	private <T> @Nullable T read(String name, String text, Function<String, T> parser) {
		return text.isEmpty() ? null : attempt(name, text, parser);
	}

	private <T> T attempt(String name, String text, Function<String, T> parser) {
		try {
			return parser.apply(this.resolver.apply(text));
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("@Topic on %s has a bad attribute %s = \"%s\": %s"
				.formatted(this.method.toGenericString(), name, text, ex.getMessage()), ex);
		}
	}

	private static QoS parseQos(String value) {
		return switch (value) {
			case "0" -> QoS.AT_MOST_ONCE;
			case "1" -> QoS.AT_LEAST_ONCE;
			case "2" -> QoS.EXACTLY_ONCE;
			default -> throw new IllegalArgumentException("'%s' must be 0, 1 or 2".formatted(value));
		};
	}

	private static boolean parseBoolean(String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("'%s' must be true or false".formatted(value));
		};
	}

	private static Duration parseExpiry(String value) {
		Duration expiry = DurationFormatterUtils.detectAndParse(value);
		// Checks its range
		MqttMessage.empty("x").messageExpiry(expiry);
		return expiry;
	}

}
