package io.topicwire.mqtt.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttPublishListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.event.MqttConnectionEventPublisher;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.observation.MqttListenerObservationConvention;
import io.topicwire.mqtt.spring.observation.MqttPublishObservationConvention;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.messaging.converter.MessageConverter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for MQTT.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass({ MqttClient.class, MqttTemplate.class })
@EnableConfigurationProperties(MqttProperties.class)
@Import({ MqttMessageConverterConfigurations.JsonConfiguration.class,
		MqttMessageConverterConfigurations.PlainConfiguration.class, MqttAnnotationDrivenConfiguration.class,
		MqttConnectionsRegistrar.class, MqttPublishersConfiguration.class })
public final class MqttAutoConfiguration {

	MqttAutoConfiguration() {
	}

	@Bean(name = MqttConnectionBeans.BEAN_NAME)
	MqttConnectionBeans mqttConnectionBeans(ConfigurableListableBeanFactory beanFactory, Environment environment,
			ObjectProvider<MqttClientBuilderCustomizer> customizers, ObjectProvider<SslBundles> sslBundles) {
		return new MqttConnectionBeans(beanFactory, environment, customizers, sslBundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(MqttClientRegistry.class)
	BeanFactoryMqttClientRegistry mqttClientRegistry(BeanFactory beanFactory, ObjectProvider<MqttClient> client,
			MqttConnectionBeans connections) {
		return new BeanFactoryMqttClientRegistry(beanFactory, client, connections.names());
	}

	@Bean
	MqttObservations mqttObservations(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MqttPublishObservationConvention> publishConvention,
			ObjectProvider<MqttListenerObservationConvention> listenerConvention) {
		return new MqttObservations(registry, publishConvention, listenerConvention);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(MqttClient.class)
	static class MqttClientConfiguration {

		@Bean
		@ConditionalOnMissingBean(MqttConnectionDetails.class)
		PropertiesMqttConnectionDetails mqttConnectionDetails(MqttProperties properties,
				MqttConnectionBeans connections) {
			return connections.connectionDetails(properties);
		}

		@Bean
		MqttClient mqttClient(MqttConnectionBeans connections, MqttProperties properties,
				MqttConnectionDetails connectionDetails) {
			return connections.client(MqttClientRegistry.DEFAULT_CONNECTION, properties, connectionDetails);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(MqttClientConfiguration.class)
	static class MqttClientLifecycleConfiguration {

		@Bean
		MqttClientLifecycle mqttClientLifecycle(MqttClientRegistry clients,
				ObjectProvider<MqttListenerEndpointRegistry> registry, MqttConnectionBeans connections,
				ApplicationEventPublisher eventPublisher) {
			MqttEventPublisher events = new MqttEventPublisher(eventPublisher);
			clients.getClients()
				.forEach((connection, client) -> client
					.addListener(new MqttConnectionEventPublisher(client, connection, events)));
			return new MqttClientLifecycle(clients.getClients(), registry.getIfUnique(),
					(connection) -> connections.properties(connection).isFailFast());
		}

		@Bean
		MqttDisconnectLifecycle mqttDisconnectLifecycle(MqttClientRegistry clients,
				ObjectProvider<MqttListenerEndpointRegistry> registry) {
			return new MqttDisconnectLifecycle(clients.getClients().values(), registry.getIfUnique());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(MqttClientConfiguration.class)
	static class MqttTemplateConfiguration {

		@Bean
		MqttTemplateConfigurer mqttTemplateConfigurer(MqttConnectionBeans connections,
				@Qualifier(MqttMessageConverterConfigurations.BEAN_NAME) MessageConverter messageConverter,
				MqttObservations observations, ObjectProvider<MqttPublishListener> publishListener,
				ObjectProvider<MqttTemplateCustomizer> customizers) {
			return new MqttTemplateConfigurer(connections, messageConverter, observations, publishListener,
					customizers);
		}

		@Bean
		@ConditionalOnSingleCandidate(MqttClient.class)
		@ConditionalOnMissingBean(MqttOperations.class)
		MqttTemplate mqttTemplate(MqttClient client, MqttProperties properties, MqttTemplateConfigurer configurer) {
			MqttTemplate template = new MqttTemplate(client);
			configurer.configure(template, MqttClientRegistry.DEFAULT_CONNECTION, properties);
			return template;
		}

	}

}
