package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.VirtualTimer;
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
		FrequentPackets packets = new FrequentPackets();
		// No time passes, so that reads are frequent however busy the machine is
		VirtualTimer timer = new VirtualTimer();
		try (MqttClient client = MqttClient.builder("mqtt://broker.example.com")
			.protocolVersion(ProtocolVersion.MQTT_3_1_1)
			.defaultHandler((message) -> {
			})
			.environment(new Environment((address, options) -> packets, timer, () -> 0.5))
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
	 * Stream with so few packets for each read that a pause is worth a try, and so many
	 * that it pays.
	 */
	private static final class FrequentPackets implements ByteStream {

		private static final byte[] CONNACK = { 0x20, 2, 0, 0 };

		private static final byte[] PUBLISHES = { 0x30, 4, 0, 1, 'a', 'x', 0x30, 4, 0, 1, 'a', 'y', 0x30, 4, 0, 1, 'a',
				'z' };

		private final CountDownLatch closed = new CountDownLatch(1);

		private boolean connected;

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
			byte[] packets = this.connected ? PUBLISHES : CONNACK;
			this.connected = true;
			System.arraycopy(packets, 0, buffer, offset, packets.length);
			return packets.length;
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
