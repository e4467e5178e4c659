package io.topicwire.mqtt.sample.broker;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Runs the embedded broker, and sends the MQTT client there, unless {@code mqtt.url} is
 * set. The client depends on the connection details and these on the broker, so that the
 * broker is there before the client and goes after it.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedBrokerConfiguration.NoUrlCondition.class)
class EmbeddedBrokerConfiguration {

	@Bean(initMethod = "start", destroyMethod = "stop")
	EmbeddedBroker embeddedBroker(EmbeddedBrokerProperties properties) {
		return new EmbeddedBroker(properties.port());
	}

	@Bean
	MqttConnectionDetails mqttConnectionDetails(EmbeddedBroker embeddedBroker) {
		return embeddedBroker::url;
	}

	static class NoUrlCondition extends NoneNestedConditions {

		NoUrlCondition() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty("mqtt.url")
		static class Url {

		}

	}

}
