package io.topicwire.mqtt.docs.console;

import java.nio.charset.StandardCharsets;

import io.topicwire.mqtt.boot.console.MqttConsolePayloadFilter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Samples of the console.
 */
class ConsoleSamples {

	// tag::filter[]
	@Configuration(proxyBeanMethods = false)
	class PrivacyConfiguration {

		@Bean
		MqttConsolePayloadFilter patients() {
			return (connection, message) -> message.topic().startsWith("patients/") ? null : message.payload();
		}

		@Bean
		MqttConsolePayloadFilter tokens() {
			return (connection, message) -> message.payloadAsString()
				.replaceAll("\"token\":\"[^\"]*\"", "\"token\":\"…\"")
				.getBytes(StandardCharsets.UTF_8);
		}

	}
	// end::filter[]

}
