package io.topicwire.mqtt.docs.receiving;

import io.topicwire.mqtt.spring.annotation.MqttListener;

import org.springframework.validation.annotation.Validated;

/**
 * Samples of payloads.
 */
class PayloadSamples {

	// tag::validated[]
	@MqttListener("orders")
	void onOrder(@Validated Order order) {
		// …
	}
	// end::validated[]

	record Order(String item) {
	}

}
