package io.topicwire.mqtt.docs.howto;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.event.MqttConnectedEvent;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Samples of last will and presence.
 */
class PresenceSamples {

	void client() {
		// tag::client[]
		MqttMessage gone = MqttMessage.of("meters/7/state", "gone").qos(QoS.AT_LEAST_ONCE).retain(true);
		MqttClient client = MqttClient.builder("mqtt://localhost").clientId("meter-7").will(Will.of(gone)).build();
		client.addListener(new MqttClientListener() {

			@Override
			public void connected(ConnectResult result) {
				client.publishAsync(MqttMessage.of("meters/7/state", "here").retain(true));
			}

		});
		// end::client[]
	}

	// tag::state[]
	@Component
	class Presence {

		private final MqttTemplate mqttTemplate;

		Presence(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		@EventListener(MqttConnectedEvent.class)
		void onConnected() {
			tell("here");
		}

		@EventListener(ContextClosedEvent.class)
		void onStop() {
			tell("stopped");
		}

		private void tell(String state) {
			this.mqttTemplate.to("gateways/7/state").body(state).retain(true).send();
		}

	}
	// end::state[]

	static class Watch {

		// tag::watch[]
		@MqttListener("gateways/{gateway}/state")
		void onState(String state, @DestinationVariable String gateway) {
			// …
		}
		// end::watch[]

	}

}
