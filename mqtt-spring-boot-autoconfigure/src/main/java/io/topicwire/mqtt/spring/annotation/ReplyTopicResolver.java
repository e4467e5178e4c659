package io.topicwire.mqtt.spring.annotation;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Finds the topic that the results of a listener method are sent to, by the
 * {@link SendTo @SendTo} of the method or else of its class.
 */
class ReplyTopicResolver {

	private final ExpressionResolver resolver;

	ReplyTopicResolver(ExpressionResolver resolver) {
		this.resolver = resolver;
	}

	/**
	 * Find the topic of a method.
	 * @param method the method
	 * @param type the class of the bean
	 * @param topics what the method listens to
	 * @return the topic, or {@code null} if there is none
	 * @throws IllegalStateException if no topic name could ever be made of it
	 */
	@Nullable TopicTemplate resolve(Method method, Class<?> type, List<TopicTemplate> topics) {
		SendTo annotation = AnnotatedElementUtils.findMergedAnnotation(method, SendTo.class);
		if (annotation == null) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(type, SendTo.class);
		}
		if (annotation == null || annotation.value().length == 0) {
			return null;
		}
		if (annotation.value().length > 1) {
			throw invalid(method, String.join("\", \"", annotation.value()), "a reply goes to one topic", null);
		}
		String text = annotation.value()[0];
		try {
			TopicTemplate topic = TopicTemplate.of(this.resolver.resolve(text));
			topic.expand(topic.variables().stream().collect(Collectors.toMap(Function.identity(), (name) -> "a")));
			requireVariables(topic, topics);
			return topic;
		}
		catch (RuntimeException ex) {
			throw invalid(method, text, ex.getMessage(), ex);
		}
	}

	private static void requireVariables(TopicTemplate topic, List<TopicTemplate> topics) {
		for (TopicTemplate listened : topics) {
			for (String variable : topic.variables()) {
				if (!listened.variables().contains(variable)) {
					throw new IllegalArgumentException(
							"{%s} has no value when a message comes from \"%s\"; put {%1$s} in place of one level of that topic"
								.formatted(variable, listened));
				}
			}
		}
	}

	private static IllegalStateException invalid(Method method, String text, @Nullable String reason,
			@Nullable Throwable cause) {
		return new IllegalStateException(
				"@SendTo(\"%s\") for %s is not right: %s".formatted(text, method.toGenericString(), reason), cause);
	}

}
