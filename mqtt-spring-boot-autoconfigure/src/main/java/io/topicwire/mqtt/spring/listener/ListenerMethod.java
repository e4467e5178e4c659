package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.Assert;

/**
 * A method that is called for messages.
 *
 * @param invocable calls it
 * @param returnType what it returns
 * @param replyTopic where its results are sent to if a message does not say so,
 * {@code null} for nowhere
 */
record ListenerMethod(InvocableHandlerMethod invocable, ReturnType returnType, @Nullable TopicTemplate replyTopic) {

	static ListenerMethod of(InvocableHandlerMethod invocable, @Nullable TopicTemplate replyTopic) {
		return new ListenerMethod(invocable, ReturnType.of(invocable.getMethod()), replyTopic);
	}

	/**
	 * Refuse a method that would get the payload more than once without having asked for
	 * it, mostly because an annotation was forgotten.
	 */
	static void requireOnePayload(InvocableHandlerMethod method) {
		List<MethodParameter> payloads = Stream.of(method.getMethodParameters())
			.filter((parameter) -> isPayload(parameter, parameter.getParameterType()))
			.toList();
		Assert.state(
				payloads.size() < 2
						|| payloads.stream().allMatch((parameter) -> parameter.hasParameterAnnotation(Payload.class)),
				() -> "Parameters %s of %s would all be the payload; annotate those that are something else with @DestinationVariable or @Header, or all of them with @Payload if that is meant"
					.formatted(payloads.stream().map(MethodParameter::getParameterIndex).toList(),
							method.getMethod().toGenericString()));
	}

	/**
	 * Find the type of the parameter that takes the payload.
	 * @return the type, or {@code null} if there is no such parameter
	 */
	@Nullable Class<?> payloadType() {
		for (MethodParameter parameter : this.invocable.getMethodParameters()) {
			Class<?> type = parameter.getParameterType();
			if (Message.class.isAssignableFrom(type)) {
				return ResolvableType.forMethodParameter(parameter)
					.as(Message.class)
					.getGeneric(0)
					.resolve(Object.class);
			}
			if (isPayload(parameter, type)) {
				return type;
			}
		}
		return null;
	}

	private static boolean isPayload(MethodParameter parameter, Class<?> type) {
		return parameter.hasParameterAnnotation(Payload.class)
				|| (!isOther(parameter, type) && !Message.class.isAssignableFrom(type));
	}

	private static boolean isOther(MethodParameter parameter, Class<?> type) {
		return parameter.hasParameterAnnotation(Header.class) || parameter.hasParameterAnnotation(Headers.class)
				|| parameter.hasParameterAnnotation(DestinationVariable.class) || type == MqttMessage.class
				|| type == Acknowledgment.class || MessageHeaders.class.isAssignableFrom(type)
				|| MessageHeaderAccessor.class.isAssignableFrom(type)
				|| ContinuationArgumentResolver.isContinuation(parameter);
	}

}
