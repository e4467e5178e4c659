package io.topicwire.mqtt.integration;

import java.time.Duration;
import java.util.stream.Stream;

import io.topicwire.mqtt.boot.console.MqttConsolePayloadFilter;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * A web application with the console.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ConsoleTestApplication {

	static ConfigurableApplicationContext run(TestBroker broker, WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(ConsoleTestApplication.class).web(type)
			.main(ConsoleTestApplication.class)
			.properties("mqtt.url=" + broker.url(), "mqtt.recovery.delay=20ms", "mqtt.recovery.max-delay=200ms",
					"mqtt.fail-fast=true", "mqtt.protocol-version=5", "spring.main.banner-mode=off",
					"spring.application.name=plant-monitor", "server.port=0", "server.address=127.0.0.1",
					"mqtt.console.enabled=true", "mqtt.console.update-interval=50ms")
			.run(Stream.concat(Stream.of("--mqtt.password=sesame", "--mqtt.username=plant"), Stream.of(arguments))
				.toArray(String[]::new));
	}

	@MqttListener(id = "states", topics = "plants/{plant}/state", qos = "1")
	void onState(@Payload String payload) {
		if (payload.equals("broken")) {
			throw new IllegalStateException("overheated");
		}
	}

	@Bean
	@ConditionalOnBooleanProperty("test.filter")
	MqttConsolePayloadFilter payloadFilter() {
		return (connection, message) -> message.topic().equals("plants/7/secret") ? null
				: new String(message.payload()).replace("sesame", "***").getBytes();
	}

	/**
	 * Lets a server end without the others in this virtual machine.
	 */
	@Bean
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	ReactorResourceFactory reactorResourceFactory() {
		ReactorResourceFactory factory = new ReactorResourceFactory();
		factory.setUseGlobalResources(false);
		factory.setShutdownQuietPeriod(Duration.ZERO);
		return factory;
	}

	static MqttClient client(ConfigurableApplicationContext context) {
		return context.getBean(MqttClient.class);
	}

}
