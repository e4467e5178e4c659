package io.topicwire.mqtt.docs.migration;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;

/**
 * Samples of what takes the place of the HiveMQ client.
 */
class FromHiveMqSamples {

	void connect() {
		// tag::connect[]
		MqttClient client = MqttClient.builder("mqtts://broker.example.com:8883")
			.clientId("meter-7")
			.credentials("meter", "secret")
			.cleanStart(false)
			.sessionExpiry(Duration.ofDays(1))
			.build();
		client.subscribe("plants/+/commands", QoS.AT_LEAST_ONCE,
				(message) -> handle(message.topic(), message.payload()));
		client.connect();
		// end::connect[]
	}

	void publish(MqttClient client) {
		// tag::publish[]
		MqttMessage message = MqttMessage.of("plants/7/state", "running").qos(QoS.AT_LEAST_ONCE).retain(true);
		client.publishAsync(message, Duration.ofSeconds(10));
		// end::publish[]
	}

	void acknowledge(MqttClient client) {
		// tag::acknowledge[]
		client.subscribe("orders/+", SubscribeOptions.of(QoS.AT_LEAST_ONCE), (message, acknowledgement) -> {
			handle(message.topic(), message.payload());
			acknowledgement.acknowledge();
		});
		// end::acknowledge[]
	}

	private void handle(String topic, byte[] payload) {
	}

}
