package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves parameters of type {@link MqttMessage} to the message as it was received.
 */
class MqttMessageArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == MqttMessage.class;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		return message.getHeaders().get(MqttHeaders.RAW_MESSAGE);
	}

}
