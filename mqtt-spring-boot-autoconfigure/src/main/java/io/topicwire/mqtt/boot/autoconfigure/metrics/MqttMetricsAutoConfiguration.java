package io.topicwire.mqtt.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.metrics.MqttMetrics;
import io.topicwire.mqtt.client.MqttClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link MqttMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MqttAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ MqttClient.class, MeterRegistry.class })
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnSingleCandidate(MqttClient.class)
public final class MqttMetricsAutoConfiguration {

	private static final String DEFAULT_CONNECTION = "default";

	MqttMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	MqttMetrics mqttMetrics(MqttClient client) {
		return new MqttMetrics(client, DEFAULT_CONNECTION);
	}

}
