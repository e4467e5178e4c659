package io.topicwire.mqtt.spring.listener;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Resolves the payload. Other than elsewhere in Spring an empty payload is a value like
 * any other for a method that takes bytes or text, because in MQTT it is how a retained
 * message is removed.
 */
class MqttPayloadArgumentResolver extends PayloadMethodArgumentResolver {

	MqttPayloadArgumentResolver(MessageConverter messageConverter, @Nullable Validator validator) {
		super(messageConverter, validator);
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
		if (super.isEmptyPayload(message.getPayload()) && !takesEmptyPayload(parameter)) {
			if (isRequired(parameter)) {
				throw new MessageConversionException(
						"Payload is empty but parameter %d of %s needs a value; mark it with @Payload(required = false) to be called with null"
							.formatted(parameter.getParameterIndex(), parameter.getExecutable().toGenericString()));
			}
			return (parameter.getParameterType() == Optional.class) ? Optional.empty() : null;
		}
		return super.resolveArgument(parameter, message);
	}

	private static boolean takesEmptyPayload(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type.isAssignableFrom(byte[].class) || type.isAssignableFrom(String.class);
	}

	private static boolean isRequired(MethodParameter parameter) {
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		return (annotation == null || annotation.required()) && !parameter.isOptional();
	}

	@Override
	protected boolean isEmptyPayload(@Nullable Object payload) {
		return false;
	}

}
