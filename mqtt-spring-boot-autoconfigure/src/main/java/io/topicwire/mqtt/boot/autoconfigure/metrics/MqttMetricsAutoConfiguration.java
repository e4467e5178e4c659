package io.topicwire.mqtt.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.metrics.MqttListenerMetrics;
import io.topicwire.mqtt.boot.metrics.MqttMetrics;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link MqttMetrics} and
 * {@link MqttListenerMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MqttAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ MqttClient.class, MeterRegistry.class })
@ConditionalOnBean({ MeterRegistry.class, MqttClientRegistry.class })
public final class MqttMetricsAutoConfiguration {

	MqttMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(MqttMetrics.class)
	MqttConnectionsMetrics mqttMetrics(MqttClientRegistry clients,
			ObjectProvider<MqttListenerEndpointRegistry> registry) {
		return new MqttConnectionsMetrics(clients, registry.getIfUnique());
	}

	@Bean
	@ConditionalOnBean(MqttListenerEndpointRegistry.class)
	@ConditionalOnMissingBean
	MqttListenerMetrics mqttListenerMetrics(MqttListenerEndpointRegistry registry) {
		return new MqttListenerMetrics(registry);
	}

}
