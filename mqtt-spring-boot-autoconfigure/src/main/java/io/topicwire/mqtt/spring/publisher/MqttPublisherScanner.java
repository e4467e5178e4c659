package io.topicwire.mqtt.spring.publisher;

import java.util.Collection;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Finds interfaces with {@link MqttPublisher @MqttPublisher} and registers a bean for
 * each, named like the interface with a small first letter. The beans are made by a
 * {@link MqttPublisherFactory}, which is registered as well.
 *
 * @since 0.1.0
 */
public class MqttPublisherScanner {

	private static final String FACTORY_METHOD = "createPublisher";

	private final ResourceLoader resourceLoader;

	private final ClassPathScanningCandidateComponentProvider provider;

	/**
	 * Create a scanner.
	 * @param environment the environment
	 * @param resourceLoader finds the classes
	 */
	public MqttPublisherScanner(Environment environment, ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
		this.provider = new ClassPathScanningCandidateComponentProvider(false, environment) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition beanDefinition) {
				return beanDefinition.getMetadata().isIndependent();
			}

		};
		this.provider.setResourceLoader(resourceLoader);
		this.provider.addIncludeFilter(new AnnotationTypeFilter(MqttPublisher.class));
	}

	/**
	 * Register the publishers of packages and those below them.
	 * @param basePackages the packages
	 * @param registry where to register them
	 */
	public void register(Collection<String> basePackages, BeanDefinitionRegistry registry) {
		if (!registry.containsBeanDefinition(MqttPublisherFactory.BEAN_NAME)) {
			RootBeanDefinition factory = new RootBeanDefinition(MqttPublisherFactory.class);
			factory.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			registry.registerBeanDefinition(MqttPublisherFactory.BEAN_NAME, factory);
		}
		for (String basePackage : basePackages) {
			for (BeanDefinition candidate : this.provider.findCandidateComponents(basePackage)) {
				String className = candidate.getBeanClassName();
				Assert.state(className != null, "'className' must not be null");
				register(ClassUtils.resolveClassName(className, this.resourceLoader.getClassLoader()), registry);
			}
		}
	}

	private static void register(Class<?> type, BeanDefinitionRegistry registry) {
		String beanName = StringUtils.uncapitalizeAsProperty(type.getSimpleName());
		if (registry.containsBeanDefinition(beanName)) {
			BeanDefinition existing = registry.getBeanDefinition(beanName);
			if (existing.getResolvableType().toClass() == type) {
				return;
			}
			throw new IllegalStateException(
					"@MqttPublisher %s would be the bean '%s', but there is another one of this name; rename the interface or the bean"
						.formatted(type.getName(), beanName));
		}
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(MqttPublisherFactory.BEAN_NAME);
		definition.setFactoryMethodName(FACTORY_METHOD);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		registry.registerBeanDefinition(beanName, definition);
	}

}
