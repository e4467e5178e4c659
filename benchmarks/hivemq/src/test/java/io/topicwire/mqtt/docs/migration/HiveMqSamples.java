package io.topicwire.mqtt.docs.migration;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;

/**
 * Samples of the HiveMQ client.
 */
class HiveMqSamples {

	void connect() {
		// tag::connect[]
		Mqtt5AsyncClient client = MqttClient.builder()
			.useMqttVersion5()
			.identifier("meter-7")
			.serverHost("broker.example.com")
			.serverPort(8883)
			.sslWithDefaultConfig()
			.automaticReconnectWithDefaultConfig()
			.simpleAuth()
			.username("meter")
			.password("secret".getBytes(StandardCharsets.UTF_8))
			.applySimpleAuth()
			.buildAsync();
		client.connectWith().cleanStart(false).sessionExpiryInterval(86_400).send().join();
		client.subscribeWith()
			.topicFilter("plants/+/commands")
			.qos(MqttQos.AT_LEAST_ONCE)
			.callback((publish) -> handle(publish.getTopic().toString(), publish.getPayloadAsBytes()))
			.send()
			.join();
		// end::connect[]
	}

	void publish(Mqtt5AsyncClient client) {
		// tag::publish[]
		client.publishWith()
			.topic("plants/7/state")
			.payload("running".getBytes(StandardCharsets.UTF_8))
			.qos(MqttQos.AT_LEAST_ONCE)
			.retain(true)
			.send()
			.orTimeout(10, TimeUnit.SECONDS);
		// end::publish[]
	}

	void acknowledge(Mqtt5AsyncClient client) {
		// tag::acknowledge[]
		client.subscribeWith().topicFilter("orders/+").qos(MqttQos.AT_LEAST_ONCE).callback((publish) -> {
			handle(publish.getTopic().toString(), publish.getPayloadAsBytes());
			publish.acknowledge();
		}).manualAcknowledgement(true).send();
		// end::acknowledge[]
	}

	private void handle(String topic, byte[] payload) {
	}

}
