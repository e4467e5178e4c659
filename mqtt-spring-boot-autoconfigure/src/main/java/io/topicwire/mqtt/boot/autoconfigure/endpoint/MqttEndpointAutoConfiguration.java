package io.topicwire.mqtt.boot.autoconfigure.endpoint;

import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.endpoint.MqttEndpoint;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link MqttEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MqttAutoConfiguration.class)
@ConditionalOnClass({ MqttClient.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(MqttClientRegistry.class)
@ConditionalOnAvailableEndpoint(MqttEndpoint.class)
public final class MqttEndpointAutoConfiguration {

	MqttEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	MqttEndpoint mqttEndpoint(MqttClientRegistry clients, ObjectProvider<MqttListenerEndpointRegistry> registry) {
		return new MqttEndpoint(clients.getClients(), registry.getIfUnique());
	}

}
