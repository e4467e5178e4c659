package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.engine.Timer;
import io.topicwire.mqtt.fake.FakeBroker;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls which return futures never wait, neither for the broker nor for the
 * application.
 */
class NeverBlockedTests {

	// As many as the outbox has room for
	private static final int MESSAGES = 10_000;

	@ParameterizedTest
	@EnumSource
	void publishingReturnsAtOnceAlthoughTheBrokerTakesNothing(QoS qos) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connect();
			connection.blockWrites(true);
			fixture.client.publishAsync(MqttMessage.of("a", "first").qos(qos));
			connection.awaitBlockedWriter();
			List<CompletableFuture<PublishResult>> published = new ArrayList<>();
			for (int i = 0; i < 2 * MESSAGES; i++) {
				published.add(fixture.client.publishAsync(MqttMessage.of("a", "x").qos(qos)));
			}
			// What the outbox has no room for is refused, not waited for
			ClientFixture.awaitFailure(published.get(2 * MESSAGES - 1), MqttOutboxFullException.class);
			connection.blockWrites(false);
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageThatIsPublishedWhileTheBrokerTakesNothingFailsInTime(QoS qos) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ZERO).operationTimeout(Duration.ofSeconds(3)))) {
			FakeConnection connection = fixture.connect();
			connection.blockWrites(true);
			fixture.client.publishAsync(MqttMessage.of("a", "first").qos(qos));
			connection.awaitBlockedWriter();
			List<CompletableFuture<PublishResult>> published = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				published.add(fixture.client.publishAsync(MqttMessage.of("a", "x").qos(qos)));
			}
			fixture.timer.advance(Duration.ofMillis(2_999));
			assertThat(published).noneMatch(CompletableFuture::isDone);
			fixture.timer.advance(Duration.ofMillis(1));
			published.forEach((future) -> ClientFixture.awaitFailure(future, MqttTimeoutException.class));
			connection.blockWrites(false);
		}
	}

	@Test
	void callsReturnWhileAListenerWaitsForALockOfTheirCaller() throws Exception {
		Object lock = new Object();
		CountDownLatch waiting = new CountDownLatch(1);
		CountDownLatch told = new CountDownLatch(1);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.addListener(new MqttClientListener() {

				@Override
				public void disconnected(@Nullable MqttException failure) {
					waiting.countDown();
					synchronized (lock) {
						told.countDown();
					}
				}

			});
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published;
			synchronized (lock) {
				connection.close();
				assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
				published = fixture.client.publishAsync(MqttMessage.of("a", "x"));
				fixture.client.subscribeAsync("a", QoS.AT_LEAST_ONCE, (message) -> {
				});
				fixture.client.status();
				fixture.client.pingAsync();
				fixture.timer.advanceTo(Duration.ofMillis(500));
				FakeConnection next = fixture.broker.accept();
				ClientFixture.grant(next);
				// The connection is made anew, although the listener still waits
				assertThat(next.expect(Publish.class).message().topic()).isEqualTo("a");
			}
			assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
			ClientFixture.await(published);
		}
	}

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void publishingDoesNotWaitForAnotherThreadThatIsBusyInTheClient() throws Exception {
		SlowTimer timer = new SlowTimer(new VirtualTimer());
		FakeBroker broker = new FakeBroker(ProtocolVersion.MQTT_5);
		try (MqttClient client = TrackedClient.of(MqttClient.builder("mqtt://broker.example.com")
			.clientId("meter-7")
			.keepAlive(Duration.ZERO)
			.outbox(new OutboxOptions(3, 1_000, OutboxFullPolicy.FAIL, Duration.ofSeconds(1), 1,
					OutboxOptions.DEFAULT.whileOffline()))
			.environment(new Environment(broker, timer, () -> 0.5))
			.build())) {
			List<CompletableFuture<PublishResult>> published = new ArrayList<>();
			published.add(client.publishAsync(MqttMessage.of("a", "0")));
			// Asks for the time to say how long the oldest message has waited
			Thread busy = new Thread(client::outboxStatus);
			timer.hold(busy);
			busy.start();
			timer.held.await();
			for (int i = 1; i < 4; i++) {
				published.add(client.publishAsync(MqttMessage.of("a", "" + i)));
			}
			assertThat(published).noneMatch(CompletableFuture::isDone);
			timer.goOn.countDown();
			ClientFixture.awaitFailure(published.remove(3), MqttOutboxFullException.class);
			CompletableFuture<?> connected = client.connectAsync();
			FakeConnection connection = broker.accept();
			ClientFixture.await(connected);
			for (int i = 0; i < 3; i++) {
				ClientFixture.await(published.get(i));
				assertThat(connection.expect(Publish.class).message().payload()).asString().isEqualTo("" + i);
			}
			busy.join();
			broker.hangUp();
		}
	}

	@Test
	void aThousandMessagesThatAreReadyLeaveInThreeWritesAtMost() {
		AtomicInteger writes = new AtomicInteger();
		VirtualTimer timer = new VirtualTimer();
		FakeBroker broker = new FakeBroker(ProtocolVersion.MQTT_5);
		try (MqttClient client = TrackedClient.of(MqttClient.builder("mqtt://broker.example.com")
			.clientId("meter-7")
			.keepAlive(Duration.ZERO)
			.environment(new Environment(
					(address, options) -> new CountedStream(broker.create(address, options), writes), timer, () -> 0.5))
			.build())) {
			CompletableFuture<?> connected = client.connectAsync();
			FakeConnection connection = broker.accept();
			ClientFixture.await(connected);
			connection.blockWrites(true);
			client.publishAsync(MqttMessage.of("a", "first"));
			connection.awaitBlockedWriter();
			writes.set(0);
			List<CompletableFuture<PublishResult>> published = new ArrayList<>();
			for (int i = 0; i < MESSAGES / 10; i++) {
				published.add(client.publishAsync(MqttMessage.of("a", "x")));
			}
			connection.blockWrites(false);
			published.forEach(ClientFixture::await);
			assertThat(writes).hasValueLessThanOrEqualTo(3);
			broker.hangUp();
		}
	}

	/**
	 * Counts what is written at once.
	 */
	private record CountedStream(ByteStream stream, AtomicInteger writes) implements ByteStream {

		@Override
		public void open(Duration timeout) throws IOException {
			this.stream.open(timeout);
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			return this.stream.read(buffer, offset, length);
		}

		@Override
		public void write(byte[] buffer, int offset, int length) throws IOException {
			this.writes.incrementAndGet();
			this.stream.write(buffer, offset, length);
		}

		@Override
		public void close() {
			this.stream.close();
		}

	}

	/**
	 * Keeps one thread waiting that asks for the time.
	 */
	private static final class SlowTimer implements Timer {

		private final Timer timer;

		private final CountDownLatch held = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile @Nullable Thread thread;

		SlowTimer(Timer timer) {
			this.timer = timer;
		}

		void hold(Thread thread) {
			this.thread = thread;
		}

		@Override
		public long nanoTime() {
			if (Thread.currentThread() == this.thread) {
				this.held.countDown();
				try {
					this.goOn.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			return this.timer.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return this.timer.currentTimeMillis();
		}

		@Override
		public Task schedule(Duration delay, Runnable action) {
			return this.timer.schedule(delay, action);
		}

		@Override
		public void close() {
			this.timer.close();
		}

	}

}
