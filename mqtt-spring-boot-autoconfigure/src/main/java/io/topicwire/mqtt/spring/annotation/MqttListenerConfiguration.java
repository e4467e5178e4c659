package io.topicwire.mqtt.spring.annotation;

import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Registers what {@link EnableMqtt @EnableMqtt} enables.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class MqttListenerConfiguration {

	@Bean(name = MqttListenerConfigUtils.MQTT_LISTENER_ANNOTATION_PROCESSOR_BEAN_NAME)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MqttListenerAnnotationBeanPostProcessor mqttListenerAnnotationProcessor() {
		return new MqttListenerAnnotationBeanPostProcessor();
	}

	@Bean(name = MqttListenerConfigUtils.MQTT_LISTENER_ENDPOINT_REGISTRY_BEAN_NAME)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MqttListenerEndpointRegistry mqttListenerEndpointRegistry() {
		return new MqttListenerEndpointRegistry();
	}

}
