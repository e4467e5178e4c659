package io.topicwire.mqtt.docs.migration;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Samples of what takes the place of Eclipse Paho.
 */
class FromPahoSamples {

	void connect() {
		// tag::connect[]
		MqttClient client = MqttClient.builder("mqtts://broker.example.com:8883")
			.clientId("meter-7")
			.protocolVersion(ProtocolVersion.MQTT_3_1_1)
			.credentials("meter", "secret")
			.cleanStart(false)
			.build();
		client.subscribe("plants/+/commands", QoS.AT_LEAST_ONCE,
				(message) -> handle(message.topic(), message.payload()));
		client.connect();
		// end::connect[]
	}

	void publish(MqttClient client) {
		// tag::publish[]
		MqttMessage message = MqttMessage.of("plants/7/state", "running").qos(QoS.AT_LEAST_ONCE).retain(true);
		client.publish(message, Duration.ofSeconds(10));
		// end::publish[]
	}

	void buffer(MqttClientBuilder builder) {
		// tag::buffer[]
		builder.outbox(OutboxOptions.DEFAULT.limit(1_000, 4 * 1024 * 1024).whenFull(OutboxFullPolicy.DROP_OLDEST));
		// end::buffer[]
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

	// tag::spring[]
	@Component
	class Commands {

		private final MqttTemplate mqttTemplate;

		Commands(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		@MqttListener("plants/{plant}/commands")
		void onCommand(byte[] payload, @DestinationVariable String plant) {
			this.mqttTemplate.to("plants/" + plant + "/state").body("running").retain(true).send();
		}

	}
	// end::spring[]

}
