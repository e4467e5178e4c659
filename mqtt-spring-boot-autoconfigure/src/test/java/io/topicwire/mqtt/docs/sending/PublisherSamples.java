package io.topicwire.mqtt.docs.sending;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.spring.publisher.EnableMqttPublishers;
import io.topicwire.mqtt.spring.publisher.MqttPublisher;
import io.topicwire.mqtt.spring.publisher.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * Samples of interfaces that publish.
 */
class PublisherSamples {

	// tag::publisher[]
	@MqttPublisher
	interface Devices {

		@Topic("devices/{id}/commands")
		CompletableFuture<Void> send(@DestinationVariable String id, Command command);

		@Topic(value = "devices/{id}/state", qos = "2", retain = "true", messageExpiry = "${state.expiry:1h}")
		void setState(@DestinationVariable String id, @Nullable String state, @Header("origin") String origin);

		@Topic("devices/{id}/state/get")
		CompletableFuture<State> askForState(@DestinationVariable String id);

		default CompletableFuture<Void> stop(String id) {
			return send(id, new Command("stop"));
		}

	}
	// end::publisher[]

	record Command(String action) {
	}

	record State(String name) {
	}

	// tag::use[]
	@Component
	class Shutdown {

		private final Devices devices;

		Shutdown(Devices devices) {
			this.devices = devices;
		}

		CompletableFuture<Void> stop(String id) {
			return this.devices.stop(id);
		}

	}
	// end::use[]

	// tag::enable[]
	@Configuration(proxyBeanMethods = false)
	@EnableMqttPublishers("com.example.devices")
	class PublisherConfiguration {

	}
	// end::enable[]

}
