package io.topicwire.mqtt.test.context;

import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.test.CapturedMessages;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedMqtt} with an application that has two connections.
 */
@SpringBootTest(classes = EmbeddedMqttTests.Application.class,
		properties = { "mqtt.url=mqtt://elsewhere.example.com", "mqtt.client-id=application" })
@EmbeddedMqtt
@EmbeddedMqtt(connection = "cloud")
@DirtiesContext
@SharedClients
class EmbeddedMqttTests {

	@Autowired
	private EmbeddedMqttBroker broker;

	@Autowired
	@Qualifier("cloud")
	private EmbeddedMqttBroker cloudBroker;

	private EmbeddedMqttBroker parameterOfBeforeEach;

	@BeforeEach
	void takeParameter(EmbeddedMqttBroker broker) {
		this.parameterOfBeforeEach = broker;
	}

	@Test
	void brokersAreBeansAndParameters(EmbeddedMqttBroker broker,
			@Autowired @Qualifier("cloud") EmbeddedMqttBroker cloud) {
		assertThat(broker).isSameAs(this.broker).isSameAs(this.parameterOfBeforeEach).isNotSameAs(this.cloudBroker);
		assertThat(cloud).isSameAs(this.cloudBroker);
	}

	@Test
	void urlsOfTheConnectionsAreThoseOfTheBrokers(@Autowired Environment environment,
			@Autowired MqttClientRegistry clients) {
		assertThat(environment.getProperty("mqtt.url")).isEqualTo(this.broker.url());
		assertThat(environment.getProperty("mqtt.connection.cloud.url")).isEqualTo(this.cloudBroker.url())
			.isNotEqualTo(this.broker.url());
		assertThat(clients.getClient("default").url()).isEqualTo(this.broker.url());
		assertThat(clients.getClient("cloud").url()).isEqualTo(this.cloudBroker.url());
	}

	@Test
	void listenerAndTemplateUseTheirBrokers() {
		try (CapturedMessages captured = this.cloudBroker.capture("cloud/#")) {
			this.broker.awaitSubscription("temperatures/{machine}");
			this.broker.publish("temperatures/7", "hot");
			assertThat(captured.awaitOne().payloadAsString()).isEqualTo("hot");
			assertThat(this.broker.clientIds()).containsExactly("application");
			assertThat(this.cloudBroker.clientIds()).containsExactly("application-cloud");
		}
	}

	@Nested
	class Inner {

		@Test
		void nestedClassHasTheBrokersOfItsOuterOne(EmbeddedMqttBroker broker) {
			assertThat(broker).isSameAs(EmbeddedMqttTests.this.broker);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final MqttTemplate mqttTemplate;

		Application(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		@MqttListener("temperatures/{machine}")
		void onTemperature(String temperature) {
			this.mqttTemplate.connection("cloud").send("cloud/temperatures", temperature);
		}

	}

}
