package io.topicwire.mqtt.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageDroppedException;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * Publishes without waiting for anything, and counts what became of it.
 */
public final class MemoryPublisher {

	private static final int BURST = 50;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private final LongAdder atMostOnce = new LongAdder();

	private final LongAdder atLeastOnce = new LongAdder();

	private final LongAdder full = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final Semaphore completed = new Semaphore(0);

	private MemoryPublisher() {
	}

	/**
	 * Run for a while.
	 * @param arguments port, file for the result, seconds, and the policy of the outbox
	 * @throws Exception if something is wrong
	 */
	public static void main(String[] arguments) throws Exception {
		String result = new MemoryPublisher().run(Integer.parseInt(arguments[0]), Long.parseLong(arguments[2]),
				OutboxFullPolicy.valueOf(arguments[3]));
		Files.writeString(Path.of(arguments[1]), result);
		System.exit(0);
	}

	private String run(int port, long seconds, OutboxFullPolicy policy) {
		try (MqttClient client = MqttClient.builder("mqtt://127.0.0.1:" + port)
			.clientId("memory")
			.operationTimeout(Duration.ofDays(1))
			.outbox(OutboxOptions.DEFAULT.limit(10_000, 16 * 1024 * 1024).whenFull(policy))
			.build()) {
			client.connect();
			int attempts = publish(client, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
			ClientStatistics statistics = client.statistics();
			return "%d %d %d %d %d %d %d %d %d".formatted(attempts, this.atMostOnce.sum(), this.atLeastOnce.sum(),
					this.full.sum(), this.dropped.sum(), this.failed.sum(), statistics.messagesPublished(),
					statistics.publishFailures(), statistics.messagesDroppedFromOutbox());
		}
	}

	private int publish(MqttClient client, long end) {
		SplittableRandom random = new SplittableRandom();
		int attempts = 0;
		while (System.nanoTime() < end) {
			for (int i = 0; i < BURST; i++) {
				QoS qos = QoS.of(attempts++ % 2);
				client.publishAsync(MqttMessage.of("memory", new byte[random.nextInt(1024, 4096)]).qos(qos))
					.whenComplete((result, failure) -> completed(qos, failure));
			}
			LockSupport.parkNanos(PAUSE);
		}
		this.completed.acquireUninterruptibly(attempts);
		return attempts;
	}

	private void completed(QoS qos, @Nullable Throwable failure) {
		if (failure == null) {
			((qos == QoS.AT_MOST_ONCE) ? this.atMostOnce : this.atLeastOnce).increment();
		}
		else if (failure instanceof MqttOutboxFullException) {
			this.full.increment();
		}
		else if (failure instanceof MqttMessageDroppedException) {
			this.dropped.increment();
		}
		else {
			this.failed.increment();
			failure.printStackTrace();
		}
		this.completed.release();
	}

}
