package io.topicwire.mqtt.test.context;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.Assert;

/**
 * {@link ContextCustomizerFactory} for {@link EmbeddedMqtt @EmbeddedMqtt}.
 */
class EmbeddedMqttContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		Set<String> connections = new LinkedHashSet<>();
		for (EmbeddedMqtt annotation : TestContextAnnotationUtils.getMergedRepeatableAnnotations(testClass,
				EmbeddedMqtt.class)) {
			Assert.hasText(annotation.connection(),
					() -> "Connection of @EmbeddedMqtt on %s must not be empty".formatted(testClass.getName()));
			connections.add(annotation.connection());
		}
		return connections.isEmpty() ? null : new EmbeddedMqttContextCustomizer(connections);
	}

}
