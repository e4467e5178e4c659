package io.topicwire.mqtt.client;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

import com.sun.management.ThreadMXBean;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what a message costs on its whole way through a client that is warm: bytes that
 * all threads allocate, and calls of the system. Both do not depend on the speed of the
 * machine.
 */
class MessageCostTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int MESSAGES = 5_000;

	private static final int ROUNDS = 30;

	private static final int PAYLOAD_SIZE = 64;

	private static final int MESSAGE = 32;

	// The stage that the application hangs on the future
	private static final int STAGE = 64;

	private static final byte[] PAYLOAD = new byte[PAYLOAD_SIZE];

	private final Semaphore window = new Semaphore(MESSAGES);

	// Made once, as an application that counts would do it
	private final BiConsumer<Object, @Nullable Throwable> completion = (result, failure) -> this.window.release();

	private AnsweringServer server;

	private MqttClient client;

	@BeforeEach
	void connect() throws Exception {
		this.server = new AnsweringServer();
		// Not one whose futures are tracked, which has its price
		this.client = MqttClient.builder("mqtt://127.0.0.1:" + this.server.port())
			.clientId("meter-7")
			.onInboxOverflow(InboxOverflowPolicy.STOP_READING)
			.build();
		this.client.connect();
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
		this.server.close();
	}

	@Test
	void publishedMessageOfQos0AllocatesAtMost100BytesBesidesItself() throws Exception {
		MqttMessage message = MqttMessage.of("plants/7/temperature", PAYLOAD);
		assertThat(perMessage(() -> publish(message))).isBetween((double) STAGE, STAGE + 100.0);
	}

	@Test
	void publishedMessageOfQos1AllocatesAtMost200BytesBesidesItself() throws Exception {
		MqttMessage message = MqttMessage.of("plants/7/temperature", PAYLOAD).qos(QoS.AT_LEAST_ONCE);
		assertThat(perMessage(() -> publish(message))).isBetween((double) STAGE, STAGE + 200.0);
	}

	@Test
	void messageThatNobodyWaitsForAllocatesAtMost100Bytes() throws Exception {
		MqttMessage message = MqttMessage.of("plants/7/temperature", PAYLOAD);
		assertThat(perMessage(() -> {
			for (int i = 0; i < MESSAGES; i++) {
				this.client.enqueue(message);
			}
			// Behind all others
			this.client.publish(message.qos(QoS.AT_LEAST_ONCE));
		})).isBetween(1.0, 100.0);
	}

	@Test
	void receivedMessageOfQos0AllocatesAtMost200BytesBesidesItselfAndItsPayload() throws Exception {
		this.client.subscribe("plants/#", QoS.AT_MOST_ONCE, (message) -> this.window.release());
		assertThat(perMessage(this::receive)).isBetween((double) MESSAGE + PAYLOAD_SIZE,
				MESSAGE + 16 + PAYLOAD_SIZE + 200.0);
	}

	private void publish(MqttMessage message) throws Exception {
		this.window.acquire(MESSAGES);
		for (int i = 0; i < MESSAGES; i++) {
			this.client.publishAsync(message).whenComplete(this.completion);
		}
		awaitAll();
	}

	private void receive() throws Exception {
		this.window.acquire(MESSAGES);
		this.server.publish("plants/7/temperature", PAYLOAD, MESSAGES);
		awaitAll();
	}

	private void awaitAll() throws InterruptedException {
		this.window.acquire(MESSAGES);
		this.window.release(MESSAGES);
	}

	private double perMessage(Work work) throws Exception {
		long fewest = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			Map<Long, Long> before = allocated();
			work.run();
			Map<Long, Long> after = allocated();
			// What a thread has allocated is not known any more when it has ended
			if (after.keySet().containsAll(before.keySet())) {
				fewest = Math.min(fewest, sum(after) - sum(before));
			}
		}
		return (double) fewest / MESSAGES;
	}

	/**
	 * Return what each thread has allocated but those of the server.
	 */
	private Map<Long, Long> allocated() {
		Map<Long, Long> allocated = new HashMap<>();
		for (long id : THREADS.getAllThreadIds()) {
			long bytes = this.server.isOwn(id) ? -1 : THREADS.getThreadAllocatedBytes(id);
			if (bytes >= 0) {
				allocated.put(id, bytes);
			}
		}
		return allocated;
	}

	private static long sum(Map<Long, Long> allocated) {
		return allocated.values().stream().mapToLong(Long::longValue).sum();
	}

	private interface Work {

		void run() throws Exception;

	}

}
