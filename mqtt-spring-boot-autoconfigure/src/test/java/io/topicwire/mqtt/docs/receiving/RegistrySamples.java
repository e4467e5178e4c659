package io.topicwire.mqtt.docs.receiving;

import java.util.List;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.config.SimpleMqttListenerEndpoint;
import io.topicwire.mqtt.spring.listener.ContainerGroup;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.topic.TopicTemplate;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Samples of containers and their registry.
 */
class RegistrySamples {

	// tag::pause[]
	@Component
	class Orders {

		private final MqttListenerEndpointRegistry registry;

		Orders(MqttListenerEndpointRegistry registry) {
			this.registry = registry;
		}

		@MqttListener(id = "orders", topics = "orders/{order}")
		void onOrder(String text, @DestinationVariable String order) {
			// …
		}

		void databaseIsDown() {
			container().pause();
		}

		void databaseIsBack() {
			container().resume();
		}

		void plantWasBuilt(String plant) {
			container().addTopics("plants/" + plant + "/orders/{order}");
		}

		private MqttMessageListenerContainer container() {
			return this.registry.getListenerContainer("orders");
		}

	}
	// end::pause[]

	// tag::group[]
	@Component
	class Reports {

		private final MqttListenerEndpointRegistry registry;

		Reports(MqttListenerEndpointRegistry registry) {
			this.registry = registry;
		}

		@MqttListener(topics = "reports/#", group = "nightly", autoStartup = "false")
		void onReport(String text) {
			// …
		}

		void nightBegins() {
			ContainerGroup nightly = this.registry.getContainerGroup("nightly");
			nightly.start();
		}

	}
	// end::group[]

	// tag::register[]
	@Component
	class Devices {

		private final MqttListenerEndpointRegistry registry;

		private final MqttListenerContainerFactory containerFactory;

		Devices(MqttListenerEndpointRegistry registry, MqttListenerContainerFactory containerFactory) {
			this.registry = registry;
			this.containerFactory = containerFactory;
		}

		void added(String device) {
			SimpleMqttListenerEndpoint endpoint = new SimpleMqttListenerEndpoint("device-" + device,
					List.of(TopicTemplate.of("devices/" + device + "/{what}")),
					(message, topicVariables) -> handle(device, topicVariables.get("what"), message.payload()));
			this.registry.registerListenerContainer(endpoint, this.containerFactory);
		}

		void removed(String device) {
			this.registry.unregisterListenerContainer("device-" + device);
		}

		private void handle(String device, String what, byte[] payload) {
			// …
		}

	}
	// end::register[]

}
