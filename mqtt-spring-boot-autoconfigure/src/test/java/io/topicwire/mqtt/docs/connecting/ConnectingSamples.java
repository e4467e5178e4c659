package io.topicwire.mqtt.docs.connecting;

import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.boot.autoconfigure.MqttClientBuilderCustomizer;
import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Samples of how to connect.
 */
class ConnectingSamples {

	// tag::token[]
	@Configuration(proxyBeanMethods = false)
	class TokenConfiguration {

		@Bean
		MqttClientBuilderCustomizer tokenCustomizer(Tokens tokens) {
			return (builder) -> builder.credentials(() -> Credentials.of("gateway", tokens.current()));
		}

	}
	// end::token[]

	// tag::details[]
	@Component
	class PlantConnectionDetails implements MqttConnectionDetails {

		private final Directory directory;

		private final SslBundles sslBundles;

		PlantConnectionDetails(Directory directory, SslBundles sslBundles) {
			this.directory = directory;
			this.sslBundles = sslBundles;
		}

		@Override
		public String getUrl() {
			return "mqtts://" + this.directory.findBroker();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundles.getBundle("plant");
		}

	}
	// end::details[]

	interface Tokens {

		String current();

	}

	interface Directory {

		String findBroker();

	}

}
