package io.topicwire.mqtt.benchmarks.measure;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import org.jspecify.annotations.Nullable;

/**
 * Receives as much as the client takes. Measured from the first message to the last, or
 * for QoS 1 until the server has the last acknowledgement. Messages of QoS 0 that a
 * client has dropped do not count.
 *
 * @param <M> what the client wants to be given for a message
 */
final class ReceiveMeasurement<M> {

	private final Task task;

	private final BenchmarkClient<M> client;

	private final Server server;

	ReceiveMeasurement(Task task, BenchmarkClient<M> client, Server server) {
		this.task = task;
		this.client = client;
		this.server = server;
	}

	Result run() throws Exception {
		this.client.connect(this.task.endpoint());
		for (int i = 1; i < this.task.subscriptions(); i++) {
			this.client.subscribe("plants/" + i + "/+/temperature", this.task.qos(), (topic, payloadLength) -> {
			});
		}
		Result result = Repetition.measure(this.task, this::receive);
		byte[] payload = this.task.newPayload();
		return result.with(Result.OWN_OBJECTS,
				OwnObjects.perMessage(this.task, () -> this.client.message("topic", payload.clone(), this.task.qos())));
	}

	private Result receive(long count) throws Exception {
		// The first message starts the clock
		Arrivals arrivals = new Arrivals(count + 1, this.task.payload());
		this.server.begin();
		String filter = this.server.filter(this.task.qos(), count + 1, this.task.payload());
		this.client.subscribe(filter, this.task.qos(), arrivals);
		this.server.send(filter, this.task.qos(), count + 1, this.task.payload());
		if (!arrivals.awaitAll() && this.task.qos() == 0) {
			return arrivals.result();
		}
		if (this.task.qos() > 0 || this.task.isBroker()) {
			this.server.awaitAcknowledged(count + 1);
		}
		Costs first = arrivals.first;
		if (first == null) {
			throw new IllegalStateException("All messages have come but not the first");
		}
		return first.until(Costs.now(), count);
	}

	private static final class Arrivals implements BenchmarkClient.MessageCall {

		private final long count;

		private final int payload;

		private final AtomicLong received = new AtomicLong();

		private final CountDownLatch all = new CountDownLatch(1);

		private volatile @Nullable Costs first;

		private volatile long latest;

		private Arrivals(long count, int payload) {
			this.count = count;
			this.payload = payload;
		}

		@Override
		public void received(String topic, int payloadLength) {
			if (payloadLength != this.payload && payloadLength != UNKNOWN) {
				throw new IllegalStateException("Payload has " + payloadLength + " bytes");
			}
			long received = this.received.incrementAndGet();
			if (received == 1) {
				this.first = Costs.now();
			}
			if ((received & 127) == 0) {
				this.latest = System.nanoTime();
			}
			if (received == this.count) {
				this.all.countDown();
			}
		}

		/**
		 * Wait until all messages have come, or for a second none.
		 */
		private boolean awaitAll() throws InterruptedException {
			long before = -1;
			while (!this.all.await(1, TimeUnit.SECONDS)) {
				long now = this.received.get();
				if (now == before && now > 128) {
					return false;
				}
				before = now;
			}
			return true;
		}

		// Some clients drop messages of QoS 0 when they are too slow
		private Result result() {
			Costs first = Objects.requireNonNull(this.first);
			Costs now = Costs.now();
			return first.until(new Costs(this.latest, now.processorNanos(), now.allocated()), this.received.get() - 1);
		}

	}

}
