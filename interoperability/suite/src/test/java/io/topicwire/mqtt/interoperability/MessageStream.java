package io.topicwire.mqtt.interoperability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.client.MqttClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishes many messages without waiting for each.
 */
class MessageStream {

	private final MqttClient client;

	private final Semaphore window;

	private final List<CompletableFuture<PublishResult>> results = new ArrayList<>();

	/**
	 * Create a stream.
	 * @param client the client that publishes
	 * @param window how many messages may be unacknowledged
	 */
	MessageStream(MqttClient client, int window) {
		this.client = client;
		this.window = new Semaphore(window);
	}

	void publish(MqttMessage message) throws InterruptedException {
		assertThat(this.window.tryAcquire(Peer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		CompletableFuture<PublishResult> result = this.client.publishAsync(message);
		this.results.add(result);
		result.whenComplete((success, failure) -> this.window.release());
	}

	/**
	 * Wait for the acknowledgement of one message.
	 */
	void await(int index) throws InterruptedException, ExecutionException, TimeoutException {
		this.results.get(index).get(Peer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/**
	 * Wait for all acknowledgements.
	 */
	void await() throws InterruptedException, ExecutionException, TimeoutException {
		CompletableFuture.allOf(this.results.toArray(CompletableFuture[]::new))
			.get(Peer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

}
