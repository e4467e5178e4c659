package io.topicwire.mqtt.docs.howto;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Samples of request and response.
 */
class RequestSamples {

	void client(MqttClient client) {
		// tag::client[]
		client.subscribe("machines/7/status/get", QoS.AT_LEAST_ONCE, (request) -> {
			byte[] status = "running".getBytes(StandardCharsets.UTF_8);
			client.publishAsync(request.reply(status));
		});
		// end::client[]
	}

	// tag::ask[]
	@Component
	class Machines {

		private final MqttTemplate mqttTemplate;

		Machines(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		CompletableFuture<Status> status(String machine) {
			return this.mqttTemplate.sendAndReceive("machines/" + machine + "/status/get", null, Status.class);
		}

	}
	// end::ask[]

	static class Machine {

		// tag::answer[]
		@MqttListener("machines/{machine}/status/get")
		Status onStatus(@DestinationVariable String machine) {
			return new Status(machine, "running");
		}
		// end::answer[]

	}

	record Status(String machine, String state) {

	}

}
