package io.topicwire.mqtt.spring.publisher;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers the publishers that {@link EnableMqttPublishers} asks for.
 */
class MqttPublishersRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final MqttPublisherScanner scanner;

	MqttPublishersRegistrar(Environment environment, ResourceLoader resourceLoader) {
		this.environment = environment;
		this.scanner = new MqttPublisherScanner(environment, resourceLoader);
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		MergedAnnotation<EnableMqttPublishers> annotation = metadata.getAnnotations().get(EnableMqttPublishers.class);
		Set<String> packages = new LinkedHashSet<>();
		for (String basePackage : annotation.getStringArray("basePackages")) {
			packages.add(this.environment.resolvePlaceholders(basePackage));
		}
		for (Class<?> type : annotation.getClassArray("basePackageClasses")) {
			packages.add(type.getPackageName());
		}
		if (packages.isEmpty()) {
			packages.add(ClassUtils.getPackageName(metadata.getClassName()));
		}
		this.scanner.register(List.copyOf(packages), registry);
	}

}
