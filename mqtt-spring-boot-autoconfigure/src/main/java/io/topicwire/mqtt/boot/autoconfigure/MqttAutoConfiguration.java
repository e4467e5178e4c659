package io.topicwire.mqtt.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.observation.MqttListenerObservationConvention;
import io.topicwire.mqtt.spring.observation.MqttPublishObservationConvention;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
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
		MqttMessageConverterConfigurations.PlainConfiguration.class, MqttAnnotationDrivenConfiguration.class })
public final class MqttAutoConfiguration {

	static final String DEFAULT_CONNECTION = "default";

	MqttAutoConfiguration() {
	}

	@Bean
	MqttObservations mqttObservations(MqttProperties properties, ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MqttPublishObservationConvention> publishConvention,
			ObjectProvider<MqttListenerObservationConvention> listenerConvention) {
		return new MqttObservations(properties, registry, publishConvention, listenerConvention);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(MqttClient.class)
	static class MqttClientConfiguration {

		@Bean
		@ConditionalOnMissingBean(MqttConnectionDetails.class)
		PropertiesMqttConnectionDetails mqttConnectionDetails(MqttProperties properties) {
			return new PropertiesMqttConnectionDetails(properties);
		}

		@Bean
		MqttClient mqttClient(MqttProperties properties, MqttConnectionDetails connectionDetails,
				Environment environment, ObjectProvider<MqttClientBuilderCustomizer> customizers) {
			MqttClientBuilder builder = new MqttClientFactory(properties, connectionDetails,
					environment.getProperty("spring.application.name"))
				.createBuilder();
			if (Threading.VIRTUAL.isActive(environment)) {
				builder.threadFactory(new VirtualThreadTaskExecutor("mqtt-").getVirtualThreadFactory());
			}
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return builder.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(MqttClientConfiguration.class)
	static class MqttClientLifecycleConfiguration {

		@Bean
		@ConditionalOnSingleCandidate(MqttClient.class)
		MqttClientLifecycle mqttClientLifecycle(MqttClient client,
				ObjectProvider<MqttListenerEndpointRegistry> registry, MqttProperties properties) {
			return new MqttClientLifecycle(client, registry.getIfUnique(), properties.isFailFast());
		}

		@Bean
		@ConditionalOnSingleCandidate(MqttClient.class)
		MqttDisconnectLifecycle mqttDisconnectLifecycle(MqttClient client) {
			return new MqttDisconnectLifecycle(client);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(MqttClientConfiguration.class)
	static class MqttTemplateConfiguration {

		@Bean
		@ConditionalOnSingleCandidate(MqttClient.class)
		@ConditionalOnMissingBean(MqttOperations.class)
		MqttTemplate mqttTemplate(MqttClient client, MqttProperties properties,
				@Qualifier(MqttMessageConverterConfigurations.BEAN_NAME) MessageConverter messageConverter,
				MqttObservations observations) {
			MqttTemplate template = new MqttTemplate(client);
			template.setMessageConverter(messageConverter);
			template.setObservations(observations.publish(DEFAULT_CONNECTION));
			PropertyMapper map = PropertyMapper.get();
			map.from(new MqttPropertiesMapper(properties)::templateQos).to(template::setDefaultQos);
			map.from(properties.getTemplate()::isRetain).to(template::setDefaultRetain);
			map.from(properties.getTemplate()::getDefaultTopic).to(template::setDefaultTopic);
			return template;
		}

	}

}
