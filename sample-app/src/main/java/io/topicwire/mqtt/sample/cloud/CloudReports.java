package io.topicwire.mqtt.sample.cloud;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.sample.Summary;
import io.topicwire.mqtt.spring.publisher.MqttPublisher;
import io.topicwire.mqtt.spring.publisher.Topic;

import org.springframework.messaging.handler.annotation.DestinationVariable;

/**
 * Publishes to the cloud. A summary that could not be sent for a minute is of no use.
 */
@MqttPublisher(connection = "cloud")
interface CloudReports {

	@Topic(value = "cloud/plants/{plant}/summary", messageExpiry = "1m")
	CompletableFuture<PublishResult> report(@DestinationVariable String plant, Summary summary);

}
