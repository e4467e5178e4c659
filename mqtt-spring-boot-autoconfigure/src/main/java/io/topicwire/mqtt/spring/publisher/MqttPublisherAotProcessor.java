package io.topicwire.mqtt.spring.publisher;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;

/**
 * Tells a native image of the proxies of publishers, and of what they send and receive.
 */
class MqttPublisherAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> type = registeredBean.getBeanType().toClass();
		if (!type.isInterface() || !AnnotatedElementUtils.hasAnnotation(type, MqttPublisher.class)) {
			return null;
		}
		return (GenerationContext context, BeanRegistrationCode code) -> contribute(context.getRuntimeHints(), type);
	}

	private static void contribute(RuntimeHints hints, Class<?> type) {
		hints.proxies().registerJdkProxy(type);
		hints.reflection().registerType(type);
		BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();
		for (Method method : type.getMethods()) {
			hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
			binding.registerReflectionHints(hints.reflection(), method.getGenericReturnType());
			for (int i = 0; i < method.getParameterCount(); i++) {
				MethodParameter parameter = new MethodParameter(method, i);
				if (!parameter.hasParameterAnnotation(DestinationVariable.class)
						&& !parameter.hasParameterAnnotation(Header.class)) {
					Type payload = parameter.getGenericParameterType();
					binding.registerReflectionHints(hints.reflection(), payload);
				}
			}
		}
	}

}
