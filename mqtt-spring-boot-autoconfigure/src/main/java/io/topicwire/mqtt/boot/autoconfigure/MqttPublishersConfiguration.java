package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.spring.publisher.MqttPublisherFactory;
import io.topicwire.mqtt.spring.publisher.MqttPublisherScanner;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Looks for publishers in the packages of the application unless the user says where.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(MqttPublisherFactory.class)
@Import(MqttPublishersConfiguration.Registrar.class)
class MqttPublishersConfiguration {

	static class Registrar implements ImportBeanDefinitionRegistrar {

		private final Environment environment;

		private final ResourceLoader resourceLoader;

		private final BeanFactory beanFactory;

		Registrar(Environment environment, ResourceLoader resourceLoader, BeanFactory beanFactory) {
			this.environment = environment;
			this.resourceLoader = resourceLoader;
			this.beanFactory = beanFactory;
		}

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			if (AutoConfigurationPackages.has(this.beanFactory)) {
				new MqttPublisherScanner(this.environment, this.resourceLoader)
					.register(AutoConfigurationPackages.get(this.beanFactory), registry);
			}
		}

	}

}
