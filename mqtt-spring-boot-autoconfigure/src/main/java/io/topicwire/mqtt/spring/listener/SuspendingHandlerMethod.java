package io.topicwire.mqtt.spring.listener;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.CoroutinesUtils;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a suspending function of Kotlin. Its result is a reactive type.
 */
final class SuspendingHandlerMethod extends InvocableHandlerMethod {

	SuspendingHandlerMethod(Object bean, Method method) {
		super(bean, method);
	}

	@Override
	protected Object doInvoke(@Nullable Object... args) {
		return CoroutinesUtils.invokeSuspendingFunction(getBridgedMethod(), getBean(), args);
	}

}
