package io.topicwire.mqtt.docs.howto;

import io.topicwire.mqtt.spring.annotation.MqttListener;

import org.springframework.messaging.handler.annotation.DestinationVariable;

/**
 * Samples of shared subscriptions.
 */
class SharedSamples {

	// tag::shared[]
	@MqttListener(topics = "orders/{order}", shareName = "billing")
	void onOrder(byte[] content, @DestinationVariable String order) {
		// …
	}
	// end::shared[]

}
