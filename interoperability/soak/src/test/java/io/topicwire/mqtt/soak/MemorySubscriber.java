package io.topicwire.mqtt.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;

/**
 * Takes about half a millisecond for each message, until the last one comes.
 */
public final class MemorySubscriber {

	static final String LAST = "memory/last";

	private static final long WORK = TimeUnit.MICROSECONDS.toNanos(500);

	private final LongAdder atMostOnce = new LongAdder();

	private final LongAdder atLeastOnce = new LongAdder();

	private final CompletableFuture<MqttMessage> last = new CompletableFuture<>();

	private MemorySubscriber() {
	}

	/**
	 * Run until all messages are handled.
	 * @param arguments port, and file for the result
	 * @throws Exception if something is wrong
	 */
	public static void main(String[] arguments) throws Exception {
		String result = new MemorySubscriber().run(Integer.parseInt(arguments[0]));
		Files.writeString(Path.of(arguments[1]), result);
		System.exit(0);
	}

	private String run(int port) throws Exception {
		try (MqttClient client = MqttClient.builder("mqtt://127.0.0.1:" + port).clientId("memory").build()) {
			client.subscribeAsync("memory/#", QoS.AT_LEAST_ONCE, this::handle);
			client.connect();
			this.last.get();
			return "%d %d %d %d".formatted(this.atMostOnce.sum(), this.atLeastOnce.sum(),
					client.statistics().messagesDropped(), client.statistics().messagesReceived());
		}
	}

	private void handle(MqttMessage message) {
		if (message.topic().equals(LAST)) {
			this.last.complete(message);
			return;
		}
		LockSupport.parkNanos(WORK);
		((message.qos() == QoS.AT_MOST_ONCE) ? this.atMostOnce : this.atLeastOnce).increment();
	}

}
