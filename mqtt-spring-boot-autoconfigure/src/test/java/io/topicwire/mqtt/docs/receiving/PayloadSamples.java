package io.topicwire.mqtt.docs.receiving;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.support.MqttHeaders;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
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

	// tag::parameters[]
	@MqttListener("plants/{plant}/orders/{path*}")
	void onOrder(Order order, @DestinationVariable String plant, @DestinationVariable String path,
			@Header(MqttHeaders.RECEIVED_RETAINED) boolean retained, @Header(required = false) String unit) {
		// …
	}
	// end::parameters[]

	record Order(String item) {
	}

}
