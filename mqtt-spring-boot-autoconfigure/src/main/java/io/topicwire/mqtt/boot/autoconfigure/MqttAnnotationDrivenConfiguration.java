package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.EnableMqtt;
import io.topicwire.mqtt.spring.config.ContainerCustomizer;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.listener.MqttMessageInterceptor;
import io.topicwire.mqtt.spring.listener.MqttMessageRecoverer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.validation.Validator;

/**
 * Configuration for annotation-driven MQTT.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(EnableMqtt.class)
class MqttAnnotationDrivenConfiguration {

	@Bean
	static LazyInitializationExcludeFilter mqttListenerLazyInitializationExcludeFilter() {
		return new MqttListenerLazyInitializationExcludeFilter();
	}

	@Bean
	@ConditionalOnMissingBean
	MqttListenerContainerFactoryConfigurer mqttListenerContainerFactoryConfigurer(MqttProperties properties,
			@Qualifier(MqttMessageConverterConfigurations.BEAN_NAME) MessageConverter messageConverter,
			MqttObservations observations, ObjectProvider<MqttMessageRecoverer> recoverer,
			ObjectProvider<MqttOperations> replyTemplate, ObjectProvider<Validator> validator,
			ObjectProvider<ContainerCustomizer> containerCustomizers,
			ObjectProvider<MqttMessageInterceptor> interceptors, Environment environment) {
		MqttListenerContainerFactoryConfigurer configurer = new MqttListenerContainerFactoryConfigurer(properties,
				messageConverter, observations, MqttClientRegistry.DEFAULT_CONNECTION, recoverer.getIfUnique(),
				replyTemplate.getIfUnique(), validator.getIfUnique(), containerCustomizers.orderedStream().toList());
		interceptors.orderedStream().reduce(MqttMessageInterceptor::andThen).ifPresent(configurer::setInterceptor);
		configurer.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
		return configurer;
	}

	@Bean(name = MqttListenerConfigUtils.DEFAULT_MQTT_LISTENER_CONTAINER_FACTORY_BEAN_NAME)
	@ConditionalOnSingleCandidate(MqttClient.class)
	@ConditionalOnMissingBean(name = MqttListenerConfigUtils.DEFAULT_MQTT_LISTENER_CONTAINER_FACTORY_BEAN_NAME)
	DefaultMqttListenerContainerFactory mqttListenerContainerFactory(MqttClient client,
			MqttListenerContainerFactoryConfigurer configurer) {
		DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(client);
		configurer.configure(factory);
		return factory;
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(name = MqttListenerConfigUtils.MQTT_LISTENER_ANNOTATION_PROCESSOR_BEAN_NAME)
	static class EnableMqttConfiguration {

	}

}
