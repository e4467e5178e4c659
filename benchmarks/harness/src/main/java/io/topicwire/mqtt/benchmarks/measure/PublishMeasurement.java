package io.topicwire.mqtt.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import io.topicwire.mqtt.benchmarks.BenchmarkClient.PublishCall;

/**
 * Publishes as much as the client takes, with a new message object each time but the same
 * topic and payload. It is over when the server has received all of it and the client has
 * said so.
 *
 * @param <M> what the client wants to be given for a message
 */
final class PublishMeasurement<M> {

	private static final String TOPIC = "benchmark/topic";

	private final Task task;

	private final BenchmarkClient<M> client;

	private final Server server;

	private final byte[] payload;

	PublishMeasurement(Task task, BenchmarkClient<M> client, Server server) {
		this.task = task;
		this.client = client;
		this.server = server;
		this.payload = task.newPayload();
	}

	Result run() throws Exception {
		this.client.connect(this.task.endpoint());
		ExecutorService publishers = Executors.newFixedThreadPool(this.task.threads());
		try {
			Result result = Repetition.measure(this.task, (count) -> publish(count, publishers));
			return result.with(Result.OWN_OBJECTS, ownObjects());
		}
		finally {
			publishers.shutdown();
		}
	}

	private Result publish(long count, ExecutorService publishers) throws Exception {
		int threads = this.task.threads();
		long perThread = Math.max(count / threads, 1);
		this.server.begin();
		List<Callable<Void>> calls = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			calls.add(() -> publish(perThread));
		}
		Costs start = Costs.now();
		for (Future<Void> future : publishers.invokeAll(calls)) {
			future.get();
		}
		this.server.awaitPublished(perThread * threads,
				() -> this.client.publishBlocking(TOPIC, this.client.message(TOPIC, new byte[0], 1), 1));
		return start.until(Costs.now(), perThread * threads);
	}

	private Void publish(long count) throws Exception {
		switch (this.task.kind()) {
			case PUBLISH_BLOCKING -> publishBlocking(count);
			case SEND -> {
				PublishCall<M> sending = this.client.sending();
				if (sending != null) {
					send(count, sending);
				}
				else {
					publishAsynchronously(count);
				}
			}
			default -> publishAsynchronously(count);
		}
		return null;
	}

	private void publishAsynchronously(long count) throws Exception {
		Window window = new Window(Math.max(this.task.window() / this.task.threads(), 1));
		PublishCall<M> publishing = this.client.publishing(window);
		int qos = this.task.qos();
		for (long i = 0; i < count; i++) {
			window.begin();
			publishing.publish(TOPIC, this.client.message(TOPIC, this.payload, qos), qos);
		}
		window.awaitAll();
	}

	private void send(long count, PublishCall<M> sending) throws Exception {
		for (long i = 0; i < count; i++) {
			sending.publish(TOPIC, this.client.message(TOPIC, this.payload, 0), 0);
		}
	}

	private void publishBlocking(long count) throws Exception {
		int qos = this.task.qos();
		for (long i = 0; i < count; i++) {
			this.client.publishBlocking(TOPIC, this.client.message(TOPIC, this.payload, qos), qos);
		}
	}

	private double ownObjects() {
		double message = OwnObjects.perMessage(this.task,
				() -> this.client.message(TOPIC, this.payload, this.task.qos()));
		boolean completed = this.task.kind() == Kind.PUBLISH
				|| (this.task.kind() == Kind.SEND && this.client.sending() == null);
		return completed ? message + completion() : message;
	}

	/**
	 * Return what it allocates to hang a completion on a future, without the future.
	 */
	private double completion() {
		if (this.client.future() == null) {
			return 0;
		}
		Window window = new Window(1);
		return OwnObjects.perMessage(this.task, () -> this.client.future().whenComplete(window))
				- OwnObjects.perMessage(this.task, this.client::future);
	}

}
