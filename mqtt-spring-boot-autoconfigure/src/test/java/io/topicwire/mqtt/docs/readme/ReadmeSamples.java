package io.topicwire.mqtt.docs.readme;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Samples of what this is about.
 */
class ReadmeSamples {

	void client() {
		// tag::client[]
		try (MqttClient client = MqttClient.builder("mqtt://localhost:1883").clientId("meter-7").build()) {
			client.subscribe("plants/+/commands", QoS.AT_LEAST_ONCE,
					(message) -> System.out.println(message.payloadAsString()));
			client.connect();
			client.publish(MqttMessage.of("plants/7/state", "running").qos(QoS.EXACTLY_ONCE));
		}
		// end::client[]
	}

	// tag::spring[]
	@Component
	class Cooling {

		private final MqttTemplate mqttTemplate;

		Cooling(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		@MqttListener("plants/{plant}/machines/{machine}/temperature")
		void onTemperature(Reading reading, @DestinationVariable String plant, @DestinationVariable String machine) {
			if (reading.celsius() > 90) {
				this.mqttTemplate.send("plants/" + plant + "/machines/" + machine + "/commands",
						new Command("cool-down"));
			}
		}

		record Reading(double celsius) {
		}

		record Command(String action) {
		}

	}
	// end::spring[]

}
