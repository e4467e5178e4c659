package io.topicwire.mqtt.docs.howto;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;

import org.springframework.stereotype.Component;

/**
 * Samples of publishing without a connection.
 */
class OfflineSamples {

	// tag::enqueue[]
	@Component
	class Readings {

		private final MqttClient mqttClient;

		Readings(MqttClient mqttClient) {
			this.mqttClient = mqttClient;
		}

		void keep(String meter, String value) {
			this.mqttClient.enqueue(MqttMessage.of("meters/" + meter + "/reading", value)
				.qos(QoS.AT_LEAST_ONCE)
				.messageExpiry(Duration.ofDays(7)));
		}

	}
	// end::enqueue[]

}
