package io.topicwire.mqtt.benchmarks.measure;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.benchmarks.BenchmarkClient;

/**
 * Measures the time of one message after the other: of a blocking publish, or from a
 * publish of QoS 0 until the same message has come back.
 *
 * @param <M> what the client wants to be given for a message
 */
final class LatencyMeasurement<M> {

	private final Task task;

	private final BenchmarkClient<M> client;

	private final byte[] payload;

	private final String topic = "echo/" + ProcessHandle.current().pid();

	private final Thread thread = Thread.currentThread();

	private volatile int received;

	LatencyMeasurement(Task task, BenchmarkClient<M> client) {
		this.task = task;
		this.client = client;
		this.payload = task.newPayload();
	}

	Result run() throws Exception {
		this.client.connect(this.task.endpoint());
		boolean echo = this.task.kind() == Kind.ECHO;
		if (echo) {
			this.client.subscribe(this.topic, 0, (topic, payloadLength) -> {
				this.received++;
				LockSupport.unpark(this.thread);
			});
		}
		BenchmarkClient.PublishCall<M> publishing = this.client.publishing((result, failure) -> {
		});
		return Repetition.measure(this.task, (count) -> measure(count, () -> {
			if (echo) {
				int next = this.received + 1;
				publishing.publish(this.topic, this.client.message(this.topic, this.payload, 0), 0);
				while (this.received != next) {
					LockSupport.park(this);
				}
			}
			else {
				this.client.publishBlocking("benchmark/topic",
						this.client.message("benchmark/topic", this.payload, this.task.qos()), this.task.qos());
			}
		}));
	}

	static Result measure(long count, Exchange exchange) throws Exception {
		long[] times = new long[(int) Math.min(count, 10_000_000)];
		Costs start = Costs.now();
		for (int i = 0; i < times.length; i++) {
			long before = System.nanoTime();
			exchange.run();
			times[i] = System.nanoTime() - before;
		}
		Result result = start.until(Costs.now(), times.length);
		Arrays.sort(times);
		return result.with(Result.P50, percentile(times, 0.5))
			.with(Result.P99, percentile(times, 0.99))
			.with(Result.P999, percentile(times, 0.999));
	}

	private static double percentile(long[] sorted, double part) {
		return sorted[(int) (part * (sorted.length - 1))] / 1e3;
	}

	/**
	 * A message and its answer.
	 */
	@FunctionalInterface
	interface Exchange {

		/**
		 * Send and wait.
		 * @throws Exception if it failed
		 */
		void run() throws Exception;

	}

}
