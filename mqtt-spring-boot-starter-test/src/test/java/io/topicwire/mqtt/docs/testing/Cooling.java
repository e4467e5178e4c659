package io.topicwire.mqtt.docs.testing;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * What the samples test.
 */
// tag::component[]
@Component
class Cooling {

	private final MqttTemplate mqttTemplate;

	Cooling(MqttTemplate mqttTemplate) {
		this.mqttTemplate = mqttTemplate;
	}

	@MqttListener("machines/{machine}/temperature")
	void onTemperature(Reading reading, @DestinationVariable String machine) {
		if (reading.celsius() > 90) {
			this.mqttTemplate.send("machines/" + machine + "/commands", "cool-down");
		}
	}

	record Reading(double celsius) {
	}

}
// end::component[]
