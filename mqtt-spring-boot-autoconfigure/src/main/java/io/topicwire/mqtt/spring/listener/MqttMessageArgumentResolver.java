package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves parameters of type {@link MqttMessage} to the message as it was received, and
 * of type {@link Acknowledgment} to what acknowledges it.
 */
class MqttMessageArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type == MqttMessage.class || type == Acknowledgment.class;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		return message.getHeaders()
			.get((parameter.getParameterType() == Acknowledgment.class) ? MqttHeaders.ACKNOWLEDGMENT
					: MqttHeaders.RAW_MESSAGE);
	}

}
