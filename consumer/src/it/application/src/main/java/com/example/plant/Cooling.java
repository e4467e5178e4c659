package com.example.plant;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

@Component
class Cooling {

	private final MqttTemplate mqttTemplate;

	Cooling(MqttTemplate mqttTemplate) {
		this.mqttTemplate = mqttTemplate;
	}

	@MqttListener("plants/{plant}/machines/{machine}/temperature")
	void onTemperature(Reading reading, @DestinationVariable String plant, @DestinationVariable String machine) {
		if (reading.celsius() > 90) {
			this.mqttTemplate.send("plants/" + plant + "/machines/" + machine + "/commands", new Command("cool-down"));
		}
	}

	record Reading(double celsius) {
	}

	record Command(String action) {
	}

}
