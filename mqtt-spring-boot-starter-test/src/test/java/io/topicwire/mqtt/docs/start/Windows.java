package io.topicwire.mqtt.docs.start;

// tag::listener[]
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

// end::listener[]
/**
 * Sample of a listener that sends.
 */
// tag::listener[]
@Component
class Windows {

	private final MqttTemplate mqttTemplate;

	Windows(MqttTemplate mqttTemplate) {
		this.mqttTemplate = mqttTemplate;
	}

	@MqttListener("greenhouses/{house}/temperature")
	void onTemperature(Reading reading, @DestinationVariable String house) {
		if (reading.celsius() > 28) {
			this.mqttTemplate.send("greenhouses/" + house + "/windows", "open");
		}
	}

	record Reading(double celsius) {
	}

}
// end::listener[]
