package io.topicwire.mqtt.boot.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.autoconfigure.MqttProperties;
import io.topicwire.mqtt.boot.health.MqttHealthIndicator;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link MqttHealthIndicator}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MqttAutoConfiguration.class)
@ConditionalOnClass({ MqttHealthIndicator.class, MqttClient.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(MqttClientRegistry.class)
@ConditionalOnEnabledHealthIndicator("mqtt")
public final class MqttHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<MqttHealthIndicator, MqttClient> {

	MqttHealthContributorAutoConfiguration(MqttProperties properties) {
		super((client) -> new MqttHealthIndicator(client, properties.getHealth().getGracePeriod()));
	}

	@Bean
	@ConditionalOnMissingBean(name = { "mqttHealthIndicator", "mqttHealthContributor" })
	HealthContributor mqttHealthContributor(MqttClientRegistry registry, ConfigurableListableBeanFactory beanFactory) {
		Map<String, MqttClient> clients = new LinkedHashMap<>(registry.getClients());
		SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, MqttClient.class)
			.forEach((beanName, client) -> {
				if (!clients.containsValue(client)) {
					clients.put(beanName, client);
				}
			});
		return createContributor(clients);
	}

}
