package io.topicwire.mqtt.docs.connecting;

import org.testcontainers.hivemq.HiveMQContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/**
 * Samples of brokers in containers.
 */
class ServiceConnectionSamples {

	// tag::container[]
	@TestConfiguration(proxyBeanMethods = false)
	class BrokerConfiguration {

		@Bean
		@ServiceConnection
		HiveMQContainer broker() {
			return new HiveMQContainer(DockerImageName.parse("hivemq/hivemq-ce:2025.5"));
		}

	}
	// end::container[]

}
