package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.stream.ByteStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests how a broker is read that writes each packet by itself.
 */
class FrequentReadsTests {

	@Test
	void packetsThatComeFrequentlyOneByOneAreReadSeveralAtATime() {
		SteadyPackets packets = new SteadyPackets();
		try (MqttClient client = MqttClient.builder("mqtt://broker.example.com")
			.protocolVersion(ProtocolVersion.MQTT_3_1_1)
			.defaultHandler((message) -> {
			})
			.environment(new Environment((address, options) -> packets, null, () -> 0.5))
			.build()) {
			client.connect();
			AtomicInteger pauses = new AtomicInteger();
			// More than there are while it is only tried
			Awaitility.await()
				.pollInterval(Duration.ofMillis(1))
				.until(() -> packets.isReaderPausing() && pauses.incrementAndGet() == 50);
		}
	}

	/**
	 * Stream with a packet every few microseconds, whether they are read or not.
	 */
	private static final class SteadyPackets implements ByteStream {

		private static final byte[] CONNACK = { 0x20, 2, 0, 0 };

		private static final byte[] PUBLISH = { 0x30, 4, 0, 1, 'a', 'x' };

		private static final long INTERVAL_NANOS = 15_000;

		private final CountDownLatch closed = new CountDownLatch(1);

		private boolean connected;

		private long last = System.nanoTime();

		private volatile @Nullable Thread reader;

		boolean isReaderPausing() {
			Thread reader = this.reader;
			Object blocker = (reader != null) ? LockSupport.getBlocker(reader) : null;
			return blocker != null && blocker.getClass().getSimpleName().equals("Connection");
		}

		@Override
		public void open(Duration timeout) {
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			this.reader = Thread.currentThread();
			if (this.closed.getCount() == 0) {
				return -1;
			}
			if (!this.connected) {
				this.connected = true;
				System.arraycopy(CONNACK, 0, buffer, offset, CONNACK.length);
				return CONNACK.length;
			}
			long count = 0;
			while (count == 0) {
				count = Math.min((System.nanoTime() - this.last) / INTERVAL_NANOS, length / PUBLISH.length);
			}
			for (int i = 0; i < count; i++) {
				System.arraycopy(PUBLISH, 0, buffer, offset + i * PUBLISH.length, PUBLISH.length);
			}
			this.last += count * INTERVAL_NANOS;
			return (int) count * PUBLISH.length;
		}

		@Override
		public void write(byte[] buffer, int offset, int length) {
		}

		@Override
		public void closeOutput() {
			close();
		}

		@Override
		public void close() {
			this.closed.countDown();
		}

	}

}
