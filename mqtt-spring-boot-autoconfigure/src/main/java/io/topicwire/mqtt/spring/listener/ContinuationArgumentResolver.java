package io.topicwire.mqtt.spring.listener;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves the last parameter of a suspending function of Kotlin to nothing, because who
 * calls the function fills it.
 */
final class ContinuationArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return isContinuation(parameter);
	}

	// By its name, because Kotlin need not be there
	static boolean isContinuation(MethodParameter parameter) {
		return parameter.getParameterType().getName().equals("kotlin.coroutines.Continuation");
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		return null;
	}

}
