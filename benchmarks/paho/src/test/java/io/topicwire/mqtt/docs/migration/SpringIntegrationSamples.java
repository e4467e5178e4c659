package io.topicwire.mqtt.docs.migration;

import org.eclipse.paho.client.mqttv3.MqttConnectOptions;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.mqtt.core.DefaultMqttPahoClientFactory;
import org.springframework.integration.mqtt.core.MqttPahoClientFactory;
import org.springframework.integration.mqtt.inbound.MqttPahoMessageDrivenChannelAdapter;
import org.springframework.integration.mqtt.outbound.MqttPahoMessageHandler;
import org.springframework.integration.mqtt.support.MqttHeaders;
import org.springframework.messaging.handler.annotation.Header;

/**
 * Samples of Spring Integration.
 */
class SpringIntegrationSamples {

	// tag::configuration[]
	@Configuration(proxyBeanMethods = false)
	class MqttConfiguration {

		@Bean
		MqttPahoClientFactory mqttClientFactory() {
			MqttConnectOptions options = new MqttConnectOptions();
			options.setServerURIs(new String[] { "tcp://broker.example.com:1883" });
			options.setUserName("app");
			options.setPassword("secret".toCharArray());
			DefaultMqttPahoClientFactory factory = new DefaultMqttPahoClientFactory();
			factory.setConnectionOptions(options);
			return factory;
		}

		@Bean
		IntegrationFlow temperatures(MqttPahoClientFactory factory, Temperatures temperatures) {
			return IntegrationFlow
				.from(new MqttPahoMessageDrivenChannelAdapter("app-in", factory, "plants/+/temperature"))
				.handle(temperatures, "onTemperature")
				.get();
		}

		@Bean
		IntegrationFlow commands(MqttPahoClientFactory factory) {
			MqttPahoMessageHandler handler = new MqttPahoMessageHandler("app-out", factory);
			handler.setAsync(true);
			handler.setDefaultQos(1);
			return IntegrationFlow.from("commands").handle(handler).get();
		}

	}
	// end::configuration[]

	// tag::gateway[]
	@MessagingGateway(defaultRequestChannel = "commands")
	interface Commands {

		void send(@Header(MqttHeaders.TOPIC) String topic, String command);

	}
	// end::gateway[]

	// tag::temperatures[]
	class Temperatures {

		void onTemperature(String payload, @Header(MqttHeaders.RECEIVED_TOPIC) String topic) {
			String plant = topic.split("/")[1];
			// …
		}

	}
	// end::temperatures[]

}
