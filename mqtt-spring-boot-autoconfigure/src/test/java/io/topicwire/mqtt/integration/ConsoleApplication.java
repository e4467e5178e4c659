package io.topicwire.mqtt.integration;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application with the console.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ConsoleApplication {

	static ConfigurableApplicationContext run(TestBroker broker, String... arguments) {
		return new SpringApplicationBuilder(ConsoleApplication.class, Listeners.class).web(WebApplicationType.SERVLET)
			.main(ConsoleApplication.class)
			.properties(properties(broker))
			.run(arguments);
	}

	static ConfigurableApplicationContext runWithoutListeners(TestBroker broker, String... arguments) {
		return new SpringApplicationBuilder(ConsoleApplication.class).web(WebApplicationType.SERVLET)
			.main(ConsoleApplication.class)
			.properties(properties(broker))
			.run(arguments);
	}

	private static String[] properties(TestBroker broker) {
		return new String[] { "spring.application.name=plant-monitor", "spring.main.banner-mode=off", "server.port=0",
				"server.address=127.0.0.1", "mqtt.url=" + broker.url(), "mqtt.recovery.delay=50ms",
				"mqtt.recovery.max-delay=200ms", "mqtt.console.enabled=true", "mqtt.console.ping-interval=1s" };
	}

	static String url(ConfigurableApplicationContext context) {
		return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/mqtt-console/";
	}

	/**
	 * Lets tests fail whose futures are not completed.
	 */
	@Bean
	static BeanPostProcessor clientTracker() {
		return new BeanPostProcessor() {

			@Override
			public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof MqttClient client) ? TrackedClient.of(client) : bean;
			}

		};
	}

	/**
	 * What the application does with messages.
	 */
	static class Listeners {

		@MqttListener(id = "temperatures", topics = "plants/{plant}/temperature", qos = "1")
		void onTemperature(String reading) {
			if (reading.contains("nonsense")) {
				throw new IllegalArgumentException("no temperature");
			}
		}

		@MqttListener(id = "states", topics = "plants/{plant}/state", qos = "1")
		void onState(String state) {
		}

		@MqttListener(id = "load", topics = "load/#")
		void onLoad(byte[] payload) {
		}

	}

}
