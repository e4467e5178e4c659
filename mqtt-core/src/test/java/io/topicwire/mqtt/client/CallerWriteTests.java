package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for messages that are written by the thread that waits for them.
 */
class CallerWriteTests {

	@Test
	void callerWritesASmallMessageItself() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			fixture.client.publish(MqttMessage.of("a", "x"));
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a");
			assertThat(connection.lastWriter()).isEqualTo(Thread.currentThread());
		}
	}

	@Test
	void callerLeavesWhatMayTakeLongToTheThreadOfTheWriter() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			fixture.client.publish(MqttMessage.of("a", new byte[4 * 1024 + 1]));
			connection.expect(Publish.class);
			assertThat(connection.lastWriter()).isNotEqualTo(Thread.currentThread());
			fixture.client.publish(MqttMessage.of("a", "x"), Duration.ofSeconds(1));
			connection.expect(Publish.class);
			assertThat(connection.lastWriter()).isNotEqualTo(Thread.currentThread());
			ClientFixture.await(fixture.client.publishAsync(MqttMessage.of("a", "x")));
			connection.expect(Publish.class);
			assertThat(connection.lastWriter()).isNotEqualTo(Thread.currentThread());
		}
	}

	@Test
	void otherMessagesWaitUntilTheCallerHasWritten() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> first = publishBlocked(fixture, connection, MqttMessage.of("first", "x"));
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(MqttMessage.of("second", "x"));
			CompletableFuture<PublishResult> third = publish(fixture, MqttMessage.of("third", "x"));
			connection.blockWrites(false);
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("first");
			Set<String> others = Set.of(connection.expect(Publish.class).message().topic(),
					connection.expect(Publish.class).message().topic());
			assertThat(others).containsExactlyInAnyOrder("second", "third");
			ClientFixture.await(CompletableFuture.allOf(first, second, third));
		}
	}

	@Test
	void callerFailsInTimeAndTheConnectionEndsIfTheBrokerTakesNothingIn() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = publishBlocked(fixture, connection, MqttMessage.of("a", "x"));
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			MqttTimeoutException failure = ClientFixture.awaitFailure(published, MqttTimeoutException.class);
			assertThat(failure).hasMessageStartingWith("Publish with QoS 0 to topic 'a'");
			connection.expectClose();
		}
	}

	@Test
	void messageIsSentAgainIfTheConnectionEndsWhileItsCallerWrites() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = publishBlocked(fixture, connection,
					MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true);
			Publish publish = again.expect(Publish.class);
			again.send(new Puback(publish.packetIdentifier()));
			ClientFixture.await(published);
		}
	}

	@Test
	void farewellFollowsWhatACallerWrites() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = publishBlocked(fixture, connection,
					MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			fixture.client.disconnectAsync(DisconnectOptions.DEFAULT.timeout(Duration.ofSeconds(1)));
			fixture.timer.advance(Duration.ofSeconds(1));
			connection.blockWrites(false);
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a");
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.awaitFailure(published, MqttTimeoutException.class);
		}
	}

	@Test
	void threadOfTheWriterThatBeginsLateLeavesACallerAlone() {
		CountDownLatch begin = new CountDownLatch(1);
		List<Thread> late = new CopyOnWriteArrayList<>();
		AtomicBoolean delayed = new AtomicBoolean();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder
			.threadFactory((action) -> delayed.get() ? late(action, begin, late) : daemon(action)))) {
			FakeConnection connection = fixture.connect();
			delayed.set(true);
			Duration timeout = Duration.ofSeconds(1);
			CompletableFuture<PublishResult> expired = fixture.client.publishAsync(MqttMessage.of("a", "x"), timeout);
			Awaitility.await().until(() -> !late.isEmpty());
			delayed.set(false);
			fixture.timer.advance(timeout);
			ClientFixture.awaitFailure(expired, MqttTimeoutException.class);
			CompletableFuture<PublishResult> published = publishBlocked(fixture, connection, MqttMessage.of("b", "x"));
			begin.countDown();
			Awaitility.await().until(() -> late.get(0).getState() == Thread.State.TIMED_WAITING);
			assertThat(fixture.client.statistics().messagesPublished()).isZero();
			connection.blockWrites(false);
			ClientFixture.await(published);
			assertThat(fixture.client.statistics().messagesPublished()).isOne();
		}
	}

	private static Thread late(Runnable action, CountDownLatch begin, List<Thread> late) {
		Thread thread = daemon(() -> {
			try {
				begin.await();
				action.run();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		late.add(thread);
		return thread;
	}

	private static Thread daemon(Runnable action) {
		Thread thread = new Thread(action);
		thread.setDaemon(true);
		return thread;
	}

	private static ClientFixture fixture() {
		return ClientFixture.withLastingSession(ProtocolVersion.MQTT_5);
	}

	/**
	 * Let a caller publish a message that it cannot finish writing.
	 */
	private static CompletableFuture<PublishResult> publishBlocked(ClientFixture fixture, FakeConnection connection,
			MqttMessage message) {
		connection.blockWrites(true);
		CompletableFuture<PublishResult> published = publish(fixture, message);
		connection.awaitBlockedWriter();
		return published;
	}

	private static CompletableFuture<PublishResult> publish(ClientFixture fixture, MqttMessage message) {
		return CompletableFuture.supplyAsync(() -> fixture.client.publish(message), (task) -> daemon(task).start());
	}

}
