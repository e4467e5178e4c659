package io.topicwire.mqtt.spring.annotation;

import java.lang.reflect.Method;
import java.util.List;

import io.topicwire.mqtt.topic.TopicTemplate;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.util.StringUtils;

/**
 * Finds what is wrong with a listener method before the first message does.
 */
class ListenerMethodValidator {

	private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	/**
	 * Check a method.
	 * @param method the method
	 * @param topics its topics
	 * @throws IllegalStateException if it could never be called with success
	 */
	void validate(Method method, List<TopicTemplate> topics) {
		for (int i = 0; i < method.getParameterCount(); i++) {
			MethodParameter parameter = new MethodParameter(method, i);
			DestinationVariable annotation = parameter.getParameterAnnotation(DestinationVariable.class);
			if (annotation != null) {
				String variable = determineName(parameter, annotation);
				topics.forEach((topic) -> requireVariable(method, topic, variable));
			}
		}
	}

	private String determineName(MethodParameter parameter, DestinationVariable annotation) {
		if (StringUtils.hasText(annotation.value())) {
			return annotation.value();
		}
		parameter.initParameterNameDiscovery(this.parameterNames);
		String name = parameter.getParameterName();
		if (name == null) {
			throw new IllegalStateException(
					"@DestinationVariable of parameter %d of %s has no name; name the variable in the annotation, or compile with -parameters"
						.formatted(parameter.getParameterIndex(), parameter.getExecutable().toGenericString()));
		}
		return name;
	}

	private static void requireVariable(Method method, TopicTemplate topic, String variable) {
		List<String> variables = topic.variables();
		if (!variables.contains(variable)) {
			throw new IllegalStateException(
					"@DestinationVariable(\"%1$s\") on %2$s is not in topic \"%3$s\", which has %4$s; put {%1$s} in place of one level of the topic, or rename the parameter"
						.formatted(variable, method.toGenericString(), topic,
								(variables.isEmpty()) ? "no variables" : "the variables " + variables));
		}
	}

}
