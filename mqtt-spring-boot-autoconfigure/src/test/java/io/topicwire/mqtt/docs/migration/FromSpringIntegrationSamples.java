package io.topicwire.mqtt.docs.migration;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.publisher.MqttPublisher;
import io.topicwire.mqtt.spring.publisher.Topic;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Samples of what takes the place of Spring Integration.
 */
class FromSpringIntegrationSamples {

	// tag::temperatures[]
	@Component
	class Temperatures {

		@MqttListener("plants/{plant}/temperature")
		void onTemperature(String payload, @DestinationVariable String plant) {
			// …
		}

	}
	// end::temperatures[]

	// tag::publisher[]
	@MqttPublisher
	interface Commands {

		@Topic("plants/{plant}/commands")
		CompletableFuture<Void> send(@DestinationVariable String plant, String command);

	}
	// end::publisher[]

	// tag::channels[]
	@Component
	class Bridge {

		private final MessageChannel temperatures;

		private final MqttTemplate mqttTemplate;

		Bridge(MessageChannel temperatures, MqttTemplate mqttTemplate) {
			this.temperatures = temperatures;
			this.mqttTemplate = mqttTemplate;
		}

		@MqttListener("plants/+/temperature")
		void receive(Message<String> message) {
			this.temperatures.send(message);
		}

		void send(Message<?> message) {
			this.mqttTemplate.send(message);
		}

	}
	// end::channels[]

}
