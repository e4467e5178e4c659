package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
	void readerPausesBetweenFrequentReadsThatBringLittle() {
		SinglePackets packets = new SinglePackets();
		try (MqttClient client = MqttClient.builder("mqtt://broker.example.com")
			.protocolVersion(ProtocolVersion.MQTT_3_1_1)
			.defaultHandler((message) -> {
			})
			.environment(new Environment((address, options) -> packets, null, () -> 0.5))
			.build()) {
			client.connect();
			Awaitility.await().pollInterval(Duration.ofNanos(1)).until(packets::isReaderPausing);
		}
	}

	/**
	 * Stream that has packets for each read at once: one, or more after a while.
	 */
	private static final class SinglePackets implements ByteStream {

		private static final byte[] CONNACK = { 0x20, 2, 0, 0 };

		private static final byte[] PUBLISH = { 0x30, 4, 0, 1, 'a', 'x' };

		private static final long WHILE_NANOS = 50_000;

		private final CountDownLatch closed = new CountDownLatch(1);

		private byte[] next = CONNACK;

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
			int count = (this.next == PUBLISH && System.nanoTime() - this.last >= WHILE_NANOS) ? 8 : 1;
			int size = 0;
			for (int i = 0; i < count && size + this.next.length <= length; i++) {
				System.arraycopy(this.next, 0, buffer, offset + size, this.next.length);
				size += this.next.length;
			}
			this.next = PUBLISH;
			this.last = System.nanoTime();
			return size;
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
