package io.topicwire.mqtt.docs.receiving;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.spring.annotation.MqttListener;

/**
 * Samples of what listener methods return.
 */
class ReturnSamples {

	private final HttpClient http = HttpClient.newHttpClient();

	// tag::future[]
	@MqttListener(topics = "plants/{plant}/alarms", concurrency = "8")
	CompletableFuture<?> onAlarm(byte[] alarm) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://example.com/alarms"))
			.POST(HttpRequest.BodyPublishers.ofByteArray(alarm))
			.build();
		return this.http.sendAsync(request, BodyHandlers.discarding());
	}
	// end::future[]

}
