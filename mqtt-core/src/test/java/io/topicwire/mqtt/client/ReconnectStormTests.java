package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FakeBroker;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.leftover.TrackedClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that many clients that lose their broker at the same time do not come back at the
 * same time.
 */
class ReconnectStormTests {

	private static final int CLIENTS = 200;

	private static final long SECOND = 1_000_000_000L;

	private final VirtualTimer timer = new VirtualTimer();

	private final FakeBroker broker = new FakeBroker(ProtocolVersion.MQTT_5);

	private final List<MqttClient> clients = IntStream.range(0, CLIENTS).mapToObj(this::client).toList();

	private final Semaphore failures = new Semaphore(0);

	// When the attempts to connect were made, since the broker was lost
	private final List<Long> attempts = new ArrayList<>();

	private long lost;

	private MqttClient client(int number) {
		SplittableRandom random = new SplittableRandom(number);
		return TrackedClient.of(MqttClient.builder("mqtt://broker.example.com")
			.clientId("storm-" + number)
			.keepAlive(Duration.ZERO)
			.listener(new MqttClientListener() {

				@Override
				public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
					ReconnectStormTests.this.failures.release();
				}

				@Override
				public void disconnected(@Nullable MqttException failure) {
					ReconnectStormTests.this.failures.release();
				}

			})
			.environment(new Environment((address, options) -> {
				synchronized (this.attempts) {
					this.attempts.add(this.timer.nanoTime() - this.lost);
				}
				return this.broker.create(address, options);
			}, this.timer, random::nextDouble))
			.build());
	}

	@AfterEach
	void close() {
		this.broker.hangUp();
		this.clients.forEach(MqttClient::close);
	}

	@Test
	void clientsThatLoseTheirBrokerTogetherComeBackOneByOne() throws InterruptedException {
		for (MqttClient client : this.clients) {
			CompletableFuture<ConnectResult> connected = client.connectAsync();
			this.broker.accept();
			ClientFixture.await(connected);
		}
		this.timer.advance(Duration.ofSeconds(30));
		loseBroker();
		runUntil(120 * SECOND);
		// The first attempts come soon, but not all at once
		for (int tenth = 0; tenth < 10; tenth++) {
			assertThat(attempts(tenth * SECOND / 10, (tenth + 1) * SECOND / 10)).as("tenth %d", tenth)
				.isBetween(CLIENTS / 40, CLIENTS / 5);
		}
		// Then there are fewer and fewer, down to two per client and minute
		assertThat(attempts(SECOND, 60 * SECOND)).isBetween(5 * CLIENTS, 10 * CLIENTS);
		for (int seconds = 60; seconds < 120; seconds += 10) {
			assertThat(attempts(seconds * SECOND, (seconds + 10) * SECOND)).as("from second %d on", seconds)
				.isBetween(CLIENTS / 6, 2 * CLIENTS / 3);
		}
		this.broker.unreachable(null);
		runUntil(180 * SECOND);
		for (int seconds = 120; seconds < 180; seconds++) {
			assertThat(attempts(seconds * SECOND, (seconds + 1) * SECOND)).as("second %d", seconds)
				.isLessThan(CLIENTS / 10);
		}
		// No wait is longer than a minute, so that all have found the broker by now
		assertThat(attempts(120 * SECOND, 180 * SECOND)).isEqualTo(CLIENTS);
	}

	private void loseBroker() throws InterruptedException {
		synchronized (this.attempts) {
			this.attempts.clear();
			this.lost = this.timer.nanoTime();
		}
		this.broker.unreachable(new IOException("Connection refused"));
		this.broker.hangUp();
		awaitFailures(CLIENTS);
	}

	/**
	 * Let time pass from one event to the next, so that each attempt has its outcome
	 * before the next one is made.
	 */
	private void runUntil(long end) throws InterruptedException {
		boolean reachable = attempts(0, Long.MAX_VALUE) > 0;
		while (this.timer.nanoTime() - this.lost + this.timer.untilNext().toNanos() < end) {
			int before = attempts(0, Long.MAX_VALUE);
			this.timer.advance(this.timer.untilNext());
			int made = attempts(0, Long.MAX_VALUE) - before;
			if (!reachable) {
				awaitFailures(made);
			}
			for (int i = 0; reachable && i < made; i++) {
				this.broker.accept();
			}
		}
		this.timer.advance(Duration.ofNanos(end - (this.timer.nanoTime() - this.lost)));
	}

	private void awaitFailures(int count) throws InterruptedException {
		if (!this.failures.tryAcquire(count, 10, TimeUnit.SECONDS)) {
			throw new AssertionError("Clients do not notice that the broker is not there");
		}
	}

	private int attempts(long from, long to) {
		synchronized (this.attempts) {
			return (int) this.attempts.stream().filter((time) -> time >= from && time < to).count();
		}
	}

}
