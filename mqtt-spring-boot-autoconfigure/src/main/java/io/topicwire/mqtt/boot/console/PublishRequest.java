package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What the page wants to have published.
 *
 * @param connection name of the connection
 * @param message the message
 */
record PublishRequest(String connection, MqttMessage message) {

	static PublishRequest of(Map<String, @Nullable Object> json) {
		String topic = Json.text(json, "topic");
		if (topic == null || topic.isEmpty()) {
			throw ConsoleException.badRequest("'topic' is missing");
		}
		String connection = Json.text(json, "connection");
		MqttMessage message = MqttMessage.of(topic, payload(json))
			.qos(qos(Json.number(json, "qos")))
			.retain(Json.flag(json, "retain"))
			.contentType(Json.text(json, "contentType"))
			.responseTopic(Json.text(json, "responseTopic"))
			.correlationData(base64(json, "correlationData"))
			.messageExpiry(expiry(json))
			.payloadIsText(Json.flag(json, "payloadIsText"));
		for (Object property : Json.list(json, "userProperties")) {
			if (!(property instanceof List<?> pair) || pair.size() != 2) {
				throw ConsoleException
					.badRequest("'userProperties' must be pairs of name and value but has " + property);
			}
			message = message.userProperty(Objects.toString(pair.get(0), ""), Objects.toString(pair.get(1), ""));
		}
		return new PublishRequest((connection != null) ? connection : MqttClientRegistry.DEFAULT_CONNECTION, message);
	}

	private static byte[] payload(Map<String, @Nullable Object> json) {
		String text = Json.text(json, "text");
		byte[] binary = base64(json, "base64");
		if (text != null && binary != null) {
			throw ConsoleException.badRequest("Only one of 'text' and 'base64' can be the payload");
		}
		if (binary != null) {
			return binary;
		}
		return (text != null) ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
	}

	private static byte @Nullable [] base64(Map<String, @Nullable Object> json, String name) {
		String text = Json.text(json, name);
		try {
			return (text != null) ? Base64.getDecoder().decode(text) : null;
		}
		catch (IllegalArgumentException ex) {
			throw ConsoleException.badRequest("'%s' is not Base64: %s".formatted(name, ex.getMessage()));
		}
	}

	private static QoS qos(@Nullable Long qos) {
		if (qos == null) {
			return QoS.AT_MOST_ONCE;
		}
		for (QoS candidate : QoS.values()) {
			if (candidate.level() == qos) {
				return candidate;
			}
		}
		throw ConsoleException.badRequest("'qos' must be 0, 1 or 2 but is " + qos);
	}

	private static @Nullable Duration expiry(Map<String, @Nullable Object> json) {
		Long seconds = Json.number(json, "messageExpiryInterval");
		return (seconds != null) ? Duration.ofSeconds(seconds) : null;
	}

}
