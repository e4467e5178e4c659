package io.topicwire.mqtt.docs.connections;

import java.time.Duration;

import io.topicwire.mqtt.boot.autoconfigure.MqttClientBuilderCustomizer;
import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import io.topicwire.mqtt.boot.autoconfigure.MqttTemplateCustomizer;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.publisher.MqttPublisher;
import io.topicwire.mqtt.spring.publisher.Topic;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * Samples of named connections.
 */
class SeveralBrokersSamples {

	// tag::bridge[]
	@Component
	class Bridge {

		private final MqttTemplate mqttTemplate;

		Bridge(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		@MqttListener(topics = "machines/#", connection = "plant")
		void onMachine(byte[] payload, @Header("mqtt_receivedTopic") String topic) {
			this.mqttTemplate.connection("cloud").send(topic, payload);
		}

	}
	// end::bridge[]

	// tag::inject[]
	@Component
	class CloudReports {

		private final MqttTemplate cloudTemplate;

		CloudReports(@Qualifier("cloud") MqttTemplate cloudTemplate) {
			this.cloudTemplate = cloudTemplate;
		}

		void report(String text) {
			this.cloudTemplate.send("reports", text);
		}

	}
	// end::inject[]

	// tag::publisher[]
	@MqttPublisher(connection = "cloud")
	interface Reports {

		@Topic("reports")
		void report(String text);

	}
	// end::publisher[]

	// tag::registry[]
	@Component
	class Latencies {

		private final MqttClientRegistry clients;

		Latencies(MqttClientRegistry clients) {
			this.clients = clients;
		}

		Duration of(String connection) {
			MqttClient client = this.clients.getClient(connection);
			return client.ping();
		}

	}
	// end::registry[]

	// tag::customize[]
	@Configuration(proxyBeanMethods = false)
	class CloudConfiguration {

		@Bean
		MqttClientBuilderCustomizer cloudCustomizer() {
			return MqttClientBuilderCustomizer.forConnection("cloud",
					(builder) -> builder.keepAlive(Duration.ofMinutes(5)));
		}

		@Bean
		MqttTemplateCustomizer cloudTemplateCustomizer() {
			return MqttTemplateCustomizer.forConnection("cloud",
					(template) -> template.setReplyTimeout(Duration.ofMinutes(1)));
		}

		@Bean(defaultCandidate = false)
		@Qualifier("cloud")
		MqttConnectionDetails cloudConnectionDetails(Discovery discovery) {
			return discovery::findBroker;
		}

	}
	// end::customize[]

	interface Discovery {

		String findBroker();

	}

}
