package io.topicwire.mqtt.docs.observability;

import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.event.MqttConnectedEvent;
import io.topicwire.mqtt.spring.event.MqttListenerIdleEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Samples of events.
 */
class EventSamples {

	// tag::events[]
	@Component
	class Presence {

		private final MqttTemplate mqttTemplate;

		Presence(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		@EventListener
		void onConnected(MqttConnectedEvent event) {
			this.mqttTemplate.to("gateways/7/state").body("online").retain(true).send();
		}

		@EventListener(condition = "#event.listenerId == 'temperatures'")
		void onIdle(MqttListenerIdleEvent event) {
			this.mqttTemplate.send("alarms", "No temperature for " + event.getIdleTime());
		}

	}
	// end::events[]

}
