package io.topicwire.mqtt.spring.support;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.MimeTypeUtils;

/**
 * Converts payloads of any type from and to JSON. The type is that of the parameter,
 * never one that the sender names; the content type is not looked at because most senders
 * have none. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JsonPayloadConverter implements SmartMessageConverter {

	private final JsonMapper jsonMapper;

	// By parameter or type; to find the deserializer anew each time took a third of the
	// time of reading a small payload
	private final Map<Object, ObjectReader> readers = new ConcurrentReferenceHashMap<>();

	/**
	 * Create a converter.
	 * @param jsonMapper reads and writes the JSON
	 */
	public JsonPayloadConverter(JsonMapper jsonMapper) {
		Assert.notNull(jsonMapper, "'jsonMapper' must not be null");
		this.jsonMapper = jsonMapper;
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(message.getPayload() instanceof byte[] payload)) {
			return null;
		}
		try {
			return reader(targetClass, conversionHint).readValue(payload);
		}
		catch (JacksonException ex) {
			// Neither its text nor the exception itself, as both quote the payload
			throw new MessageConversionException("Cannot read payload as JSON of type %s: %s at %s".formatted(
					determineType(targetClass, conversionHint).getTypeName(), ex.getClass().getSimpleName(),
					describeLocation(ex)));
		}
	}

	private ObjectReader reader(Class<?> targetClass, @Nullable Object conversionHint) {
		Object key = (conversionHint instanceof MethodParameter || conversionHint instanceof Type) ? conversionHint
				: targetClass;
		ObjectReader reader = this.readers.get(key);
		if (reader == null) {
			Type type = determineType(targetClass, conversionHint);
			reader = this.jsonMapper.readerFor(this.jsonMapper.constructType(type));
			this.readers.put(key, reader);
		}
		return reader;
	}

	private static Type determineType(Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(conversionHint instanceof MethodParameter parameter)) {
			return (conversionHint instanceof Type type) ? type : targetClass;
		}
		MethodParameter payload = Message.class.isAssignableFrom(parameter.getParameterType()) ? parameter.nested()
				: parameter.nestedIfOptional();
		return GenericTypeResolver.resolveType(payload.getNestedGenericParameterType(), payload.getContainingClass());
	}

	private static String describeLocation(JacksonException ex) {
		StringBuilder location = new StringBuilder();
		location.append("line ").append(ex.getLocation().getLineNr());
		location.append(", column ").append(ex.getLocation().getColumnNr());
		if (!ex.getPath().isEmpty()) {
			location.append(", field ").append(ex.getPathReference());
		}
		return location.toString();
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return toMessage(payload, headers, null);
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		try {
			return MessageBuilder.withPayload(this.jsonMapper.writeValueAsBytes(payload))
				.copyHeaders(headers)
				.setHeader(MqttHeaders.PAYLOAD_IS_TEXT, true)
				.setHeaderIfAbsent(MessageHeaders.CONTENT_TYPE, MimeTypeUtils.APPLICATION_JSON_VALUE)
				.build();
		}
		catch (JacksonException ex) {
			throw new MessageConversionException("Cannot write payload of type %s as JSON: %s"
				.formatted(payload.getClass().getTypeName(), ex.getClass().getSimpleName()), ex);
		}
	}

}
