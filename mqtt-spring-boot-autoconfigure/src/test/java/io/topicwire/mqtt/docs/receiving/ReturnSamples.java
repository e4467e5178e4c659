package io.topicwire.mqtt.docs.receiving;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.ReplyPostProcessor;
import io.topicwire.mqtt.spring.support.MqttHeaders;

import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.Assert;

/**
 * Samples of what listener methods return.
 */
class ReturnSamples {

	private final HttpClient http = HttpClient.newHttpClient();

	private final Machines machines = (query) -> new Status(query.name());

	// tag::future[]
	@MqttListener(topics = "plants/{plant}/alarms", concurrency = "8")
	CompletableFuture<Void> onAlarm(byte[] alarm) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://example.com/alarms"))
			.POST(HttpRequest.BodyPublishers.ofByteArray(alarm))
			.build();
		return this.http.sendAsync(request, BodyHandlers.discarding()).thenAccept(this::requireSuccess);
	}
	// end::future[]

	// tag::reply[]
	@MqttListener("machines/{machine}/requests")
	@SendTo("machines/{machine}/replies")
	Status onRequest(Query query) {
		return this.machines.status(query);
	}
	// end::reply[]

	// tag::message[]
	@MqttListener("machines/{machine}/requests")
	Message<Status> onRequestWithOptions(Query query) {
		return MessageBuilder.withPayload(this.machines.status(query))
			.setHeader(MqttHeaders.QOS, 0)
			.setHeader(MqttHeaders.MESSAGE_EXPIRY_INTERVAL, 60)
			.build();
	}
	// end::message[]

	// tag::finished[]
	@MqttListener(topics = "machines/{machine}/requests", replyContentType = "application/vnd.example.status+json",
			replyPostProcessor = "shortLived")
	Status onRequestOfAnyone(Query query) {
		return this.machines.status(query);
	}

	@Bean
	static ReplyPostProcessor shortLived() {
		return (request, reply) -> reply.messageExpiry(Duration.ofMinutes(1));
	}
	// end::finished[]

	private void requireSuccess(HttpResponse<Void> response) {
		Assert.state(response.statusCode() == 200, () -> "Refused with status " + response.statusCode());
	}

	record Query(String name) {
	}

	record Status(String text) {
	}

	interface Machines {

		Status status(Query query);

	}

}
