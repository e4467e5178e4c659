package io.topicwire.mqtt.sample.monitor;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.sample.Command;
import io.topicwire.mqtt.spring.publisher.MqttPublisher;
import io.topicwire.mqtt.spring.publisher.Topic;

import org.springframework.messaging.handler.annotation.DestinationVariable;

/**
 * Publishes commands to machines.
 */
@MqttPublisher
interface MachineCommands {

	@Topic("plants/{plant}/machines/{machine}/commands")
	CompletableFuture<PublishResult> send(@DestinationVariable String plant, @DestinationVariable String machine,
			Command command);

}
