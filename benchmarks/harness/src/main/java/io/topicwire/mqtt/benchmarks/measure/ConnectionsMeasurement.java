package io.topicwire.mqtt.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import io.topicwire.mqtt.benchmarks.BenchmarkClient.PublishCall;

/**
 * Publishes over many connections, one message over each in turn. They end with the
 * process, which is faster.
 *
 * @param <M> what the client wants to be given for a message
 */
final class ConnectionsMeasurement<M> {

	private static final String TOPIC = "benchmark/topic";

	private final Task task;

	private final List<BenchmarkClient<M>> clients;

	private final Server server;

	private ConnectionsMeasurement(Task task, List<BenchmarkClient<M>> clients, Server server) {
		this.task = task;
		this.clients = clients;
		this.server = server;
	}

	static Result run(Task task, Server server) throws Exception {
		return measure(task, Connections.open(task, 0, task.subscriptions()), server);
	}

	@SuppressWarnings("unchecked")
	private static Result measure(Task task, List<BenchmarkClient<?>> clients, Server server) throws Exception {
		List<BenchmarkClient<Object>> same = new ArrayList<>();
		clients.forEach((client) -> same.add((BenchmarkClient<Object>) client));
		ConnectionsMeasurement<Object> measurement = new ConnectionsMeasurement<>(task, same, server);
		return Repetition.measure(task, measurement::publish);
	}

	private Result publish(long count) throws Exception {
		Window window = new Window(this.task.window());
		List<PublishCall<M>> publishing = new ArrayList<>();
		this.clients.forEach((client) -> publishing.add(client.publishing(window)));
		byte[] payload = this.task.newPayload();
		int qos = this.task.qos();
		int size = this.clients.size();
		this.server.begin();
		Costs start = Costs.now();
		for (long i = 0; i < count; i++) {
			int number = (int) (i % size);
			window.begin();
			publishing.get(number).publish(TOPIC, this.clients.get(number).message(TOPIC, payload, qos), qos);
		}
		window.awaitAll();
		this.server.awaitPublished(count, () -> {
			throw new IllegalStateException("Only the stub can tell what all connections have sent");
		});
		return start.until(Costs.now(), count);
	}

}
