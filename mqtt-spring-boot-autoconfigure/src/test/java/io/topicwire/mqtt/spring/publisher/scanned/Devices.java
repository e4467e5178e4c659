package io.topicwire.mqtt.spring.publisher.scanned;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.spring.publisher.MqttPublisher;
import io.topicwire.mqtt.spring.publisher.Topic;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * A publisher that tests look for.
 */
@MqttPublisher
public interface Devices {

	@Topic("devices/{id}/commands")
	CompletableFuture<Void> send(@DestinationVariable String id, Command command);

	@Topic("devices/{device}/commands")
	CompletableFuture<PublishResult> sendForResult(@DestinationVariable("device") int id, @Payload Command command);

	@Topic(value = "devices/{id}/state", qos = "${state.qos:2}", retain = "true", messageExpiry = "30s",
			contentType = "text/x-state")
	void setState(@DestinationVariable String id, @Nullable String state);

	@Topic("started")
	PublishResult started();

	@Topic("devices/{id}/state/get")
	CompletableFuture<List<State>> askForStates(@DestinationVariable String id);

	@Topic("count")
	int count();

	@Topic("headers")
	void sendWithHeaders(String payload, @Header(MqttHeaders.QOS) int qos,
			@Header(MqttHeaders.MESSAGE_EXPIRY_INTERVAL) Duration expiry,
			@Header(MqttHeaders.RETAINED) boolean retained, @Header("contentType") String contentType,
			@Header(MqttHeaders.RESPONSE_TOPIC) String responseTopic,
			@Header(MqttHeaders.CORRELATION_DATA) byte[] correlationData, @Header @Nullable String unit);

	default CompletableFuture<Void> stop(String id) {
		return send(id, new Command("stop"));
	}

	record Command(String action) {

	}

	record State(String name) {

	}

}
