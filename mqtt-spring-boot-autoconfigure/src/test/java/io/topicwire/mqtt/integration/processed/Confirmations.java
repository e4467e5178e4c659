package io.topicwire.mqtt.integration.processed;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.spring.publisher.MqttPublisher;
import io.topicwire.mqtt.spring.publisher.Topic;

import org.springframework.messaging.handler.annotation.DestinationVariable;

/**
 * Publishes what {@link ProcessedApplication} has to say.
 */
@MqttPublisher
public interface Confirmations {

	@Topic("confirmations/{order}")
	CompletableFuture<Void> confirm(@DestinationVariable String order, Confirmation confirmation);

	record Confirmation(int quantity, String advisedBy) {

	}

}
