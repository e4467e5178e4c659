package io.topicwire.mqtt.test.context;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;

import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Resolves parameters of test and lifecycle methods of type {@link EmbeddedMqttBroker}.
 * Those that are annotated with {@code @Autowired} or {@code @Qualifier} are left to
 * {@link SpringExtension}, which does not allow anybody else to resolve them.
 */
class EmbeddedMqttBrokerParameterResolver implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		Parameter parameter = parameterContext.getParameter();
		return parameter.getType() == EmbeddedMqttBroker.class
				&& parameterContext.getDeclaringExecutable() instanceof Method
				&& !ParameterResolutionDelegate.isAutowirable(parameter, parameterContext.getIndex());
	}

	@Override
	public Object resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return SpringExtension.getApplicationContext(extensionContext).getBean(EmbeddedMqttBroker.class);
	}

}
