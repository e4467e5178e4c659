package io.topicwire.mqtt.spring.publisher;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttPublishOptions;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * One method of a publisher: what becomes of its arguments, and what it returns.
 */
final class PublisherMethod {

	private final TopicTemplate topic;

	private final MqttPublishOptions options;

	private final List<PublisherParameter> parameters;

	private final PublisherResult result;

	private PublisherMethod(TopicTemplate topic, MqttPublishOptions options, List<PublisherParameter> parameters,
			PublisherResult result) {
		this.topic = topic;
		this.options = options;
		this.parameters = parameters;
		this.result = result;
	}

	/**
	 * Read a method.
	 * @param method the method
	 * @param type the publisher, which the method may be inherited by
	 * @param resolver resolves placeholders
	 * @return what to do when it is called
	 * @throws IllegalStateException if it could never be called with success
	 */
	static PublisherMethod of(Method method, Class<?> type, UnaryOperator<String> resolver) {
		Topic annotation = AnnotatedElementUtils.findMergedAnnotation(method, Topic.class);
		if (annotation == null) {
			throw new IllegalStateException(
					"Method %s of @MqttPublisher %s has no topic; annotate it with @Topic, or make it a default method"
						.formatted(method.toGenericString(), type.getName()));
		}
		TopicAttributes attributes = new TopicAttributes(annotation, method, resolver);
		TopicTemplate topic = attributes.topic();
		List<PublisherParameter> parameters = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			parameters.add(PublisherParameter.of(method, i, type));
		}
		requireOnePayload(method, parameters);
		requireVariables(method, topic, parameters);
		return new PublisherMethod(topic, attributes.options().topicTemplate(topic.toString()), List.copyOf(parameters),
				PublisherResult.of(method, type));
	}

	private static void requireOnePayload(Method method, List<PublisherParameter> parameters) {
		long payloads = parameters.stream().filter(PublisherParameter::isPayload).count();
		if (payloads > 1) {
			throw new IllegalStateException(
					"Method %s has %d payloads but a message has one; mark the others with @DestinationVariable or @Header"
						.formatted(method.toGenericString(), payloads));
		}
	}

	private static void requireVariables(Method method, TopicTemplate topic, List<PublisherParameter> parameters) {
		Set<String> names = new HashSet<>();
		for (PublisherParameter parameter : parameters) {
			String name = parameter.variable();
			if (name == null) {
				continue;
			}
			if (!topic.variables().contains(name)) {
				throw new IllegalStateException(
						"@DestinationVariable(\"%1$s\") of method %2$s is not in topic \"%3$s\", which has %4$s; put {%1$s} in place of one level of the topic, or rename the parameter"
							.formatted(name, method.toGenericString(), topic, topic.variables().isEmpty()
									? "no variables" : "the variables " + topic.variables()));
			}
			if (!names.add(name)) {
				throw new IllegalStateException(
						"Method %s has two parameters for the variable {%s} of its topic; remove one"
							.formatted(method.toGenericString(), name));
			}
		}
		for (String variable : topic.variables()) {
			if (!names.contains(variable)) {
				throw new IllegalStateException(
						"Method %s has no value for {%s} of topic \"%s\"; add a parameter with @DestinationVariable(\"%2$s\")"
							.formatted(method.toGenericString(), variable, topic));
			}
		}
	}

	@Nullable Object invoke(MqttOperations operations, Object[] arguments) {
		Map<String, Object> variables = new HashMap<>();
		MqttPublishOptions options = this.options;
		Object payload = null;
		for (int i = 0; i < arguments.length; i++) {
			PublisherParameter parameter = this.parameters.get(i);
			if (parameter.isPayload()) {
				payload = arguments[i];
			}
			else if (parameter.variable() != null) {
				variables.put(parameter.variable(), arguments[i]);
			}
			else if (arguments[i] != null) {
				options = parameter.apply(options, arguments[i]);
			}
		}
		return this.result.publish(operations, this.topic.expand(variables), payload, options);
	}

}
