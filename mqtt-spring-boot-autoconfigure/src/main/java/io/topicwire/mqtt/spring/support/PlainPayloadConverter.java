package io.topicwire.mqtt.spring.support;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;

/**
 * Converts payloads that are {@code byte[]} or {@link String}, whatever the content type
 * says. Text is UTF-8; malformed input is replaced by U+FFFD. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PlainPayloadConverter implements SmartMessageConverter {

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(message.getPayload() instanceof byte[] payload)) {
			return null;
		}
		if (targetClass == byte[].class) {
			return payload;
		}
		return (targetClass == String.class) ? new String(payload, StandardCharsets.UTF_8) : null;
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return toMessage(payload, headers, null);
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		if (payload instanceof byte[] bytes) {
			return MessageBuilder.withPayload(bytes).copyHeaders(headers).build();
		}
		if (payload instanceof CharSequence text) {
			return MessageBuilder.withPayload(text.toString().getBytes(StandardCharsets.UTF_8))
				.copyHeaders(headers)
				.setHeader(MqttHeaders.PAYLOAD_IS_TEXT, true)
				.setHeaderIfAbsent(MessageHeaders.CONTENT_TYPE, MimeTypeUtils.TEXT_PLAIN_VALUE)
				.build();
		}
		return null;
	}

}
