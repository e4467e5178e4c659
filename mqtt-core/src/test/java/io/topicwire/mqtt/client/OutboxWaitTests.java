package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageExpiredException;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.FakeSessionStore;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an outbox that lets messages wait when it is full.
 */
class OutboxWaitTests {

	private static final Duration MAX_WAIT = Duration.ofSeconds(10);

	private static final MqttMessage MESSAGE = MqttMessage.of("m", "x").qos(QoS.AT_LEAST_ONCE);

	private final FailedPublishes failures = new FailedPublishes();

	private final FakeSessionStore store = new FakeSessionStore();

	@Test
	void messagesGetInInTheOrderOfTheirCallsAsSoonAsThereIsRoom() {
		try (ClientFixture fixture = fixture(1, 10)) {
			List<CompletableFuture<PublishResult>> published = IntStream.range(0, 5)
				.mapToObj((i) -> fixture.client.publishAsync(MESSAGE.topic("m" + i)))
				.toList();
			FakeConnection connection = fixture.connect();
			for (int i = 0; i < 5; i++) {
				Publish publish = connection.expect(Publish.class);
				assertThat(publish.message().topic()).isEqualTo("m" + i);
				connection.send(new Puback(publish.packetIdentifier()));
			}
			published.forEach(ClientFixture::await);
			assertThat(fixture.client.statistics().publishFailures()).isZero();
		}
	}

	@Test
	void depthAndAgeOfTheOutboxAreVisible() {
		try (ClientFixture fixture = fixture(2, 10)) {
			assertThat(fixture.client.outboxStatus()).isEqualTo(new OutboxStatus(0, 0, Duration.ZERO, 0));
			fixture.client.enqueue(MqttMessage.of("a", "xxx"));
			fixture.timer.advance(Duration.ofSeconds(3));
			fixture.client.enqueue(MESSAGE);
			fixture.timer.advance(Duration.ofSeconds(1));
			fixture.client.publishAsync(MESSAGE);
			assertThat(fixture.client.outboxStatus()).isEqualTo(new OutboxStatus(2, 4, Duration.ofSeconds(4), 1));
			FakeConnection connection = fixture.connectWithReceiveMaximum(1);
			connection.expect(Publish.class);
			connection.expect(Publish.class);
			assertThat(fixture.client.outboxStatus()).isEqualTo(new OutboxStatus(1, 1, Duration.ZERO, 0));
		}
	}

	@Test
	void smallMessageDoesNotOvertakeALargeOneThatWaits() {
		try (ClientFixture fixture = fixture(10, 10)) {
			fixture.client.publishAsync(MqttMessage.of("first", "x".repeat(5)));
			fixture.client.publishAsync(MqttMessage.of("large", "x".repeat(8)));
			fixture.client.publishAsync(MqttMessage.of("small", "x"));
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("first");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("large");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("small");
		}
	}

	@Test
	void messageThatFindsNoRoomInTimeFails() {
		try (ClientFixture fixture = fixture(1, 10)) {
			fixture.client.publishAsync(MESSAGE);
			CompletableFuture<PublishResult> first = fixture.client.publishAsync(MESSAGE);
			fixture.timer.advance(Duration.ofSeconds(4));
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(MESSAGE);
			fixture.timer.advance(MAX_WAIT.minusSeconds(4));
			assertThat(ClientFixture.awaitFailure(first, MqttOutboxFullException.class))
				.hasMessage("No room in the outbox for a message of 1 bytes to topic 'm' within 10000 ms: "
						+ "1 messages with 1 bytes are waiting to be sent, 1 messages with 10 bytes may; "
						+ "raise these limits or publish more slowly");
			assertThat(second).isNotDone();
			fixture.timer.advance(Duration.ofSeconds(4));
			ClientFixture.awaitFailure(second, MqttOutboxFullException.class);
			assertThat(fixture.client.statistics().publishFailures()).isEqualTo(2);
			assertThat(fixture.client.statistics().messagesDroppedFromOutbox()).isZero();
		}
	}

	@Test
	void timeLimitOfTheOperationGoesOnWhileAMessageWaitsForRoom() {
		try (ClientFixture fixture = fixture(1, 10)) {
			fixture.client.enqueue(MESSAGE);
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(MESSAGE, Duration.ofSeconds(3));
			fixture.timer.advance(Duration.ofSeconds(3));
			assertThat(ClientFixture.awaitFailure(published, MqttTimeoutException.class))
				.hasMessage("Publish with QoS 1 to topic 'm' (never sent) was not finished after 3000 ms");
			FakeConnection connection = fixture.connect();
			connection.expect(Publish.class);
			fixture.expectNothing(connection);
		}
	}

	@Test
	void messageThatHasGotInFailsLikeAnyOtherWhenItsTimeIsOver() {
		try (ClientFixture fixture = withStore()) {
			CompletableFuture<PublishResult> first = fixture.client.publishAsync(MESSAGE, Duration.ofSeconds(1));
			CompletableFuture<PublishResult> second = fixture.client.publishAsync(MESSAGE, Duration.ofSeconds(3));
			CompletableFuture<?> third = fixture.client.enqueueAsync(MESSAGE.topic("third"));
			fixture.timer.advance(Duration.ofSeconds(1));
			ClientFixture.awaitFailure(first, MqttTimeoutException.class);
			assertThat(fixture.client.outboxStatus().waitingForRoom()).isEqualTo(1);
			fixture.timer.advance(Duration.ofSeconds(2));
			ClientFixture.awaitFailure(second, MqttTimeoutException.class);
			ClientFixture.await(third);
			assertThat(fixture.client.outboxStatus()).isEqualTo(new OutboxStatus(1, 1, Duration.ofSeconds(3), 0));
			Awaitility.await().until(() -> stored().equals(List.of("third")));
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("third");
			fixture.expectNothing(connection);
		}
	}

	@Test
	void noMoreMessagesWaitThanMay() {
		try (ClientFixture fixture = fixture(1, 2)) {
			fixture.client.publishAsync(MESSAGE);
			fixture.client.publishAsync(MESSAGE);
			fixture.client.publishAsync(MESSAGE);
			assertThat(ClientFixture.awaitFailure(fixture.client.publishAsync(MESSAGE), MqttOutboxFullException.class))
				.hasMessage("No room in the outbox for a message of 1 bytes to topic 'm': "
						+ "2 messages with 2 bytes are waiting for room already, 2 messages with 10 bytes may; "
						+ "raise these limits or publish more slowly");
			ClientFixture.awaitFailure(fixture.client.enqueueAsync(MESSAGE), MqttOutboxFullException.class);
		}
	}

	@Test
	void messagesThatWaitHaveNoMorePayloadThanTheOutbox() {
		try (ClientFixture fixture = fixture(1, 10)) {
			fixture.client.publishAsync(MESSAGE);
			fixture.client.publishAsync(MqttMessage.of("large", "x".repeat(8)));
			ClientFixture.awaitFailure(fixture.client.publishAsync(MqttMessage.of("large", "x".repeat(3))),
					MqttOutboxFullException.class);
			assertThat(fixture.client.publishAsync(MqttMessage.of("small", "x".repeat(2)))).isNotDone();
		}
	}

	@Test
	void enqueueingTakesUntilThereIsRoom() {
		try (ClientFixture fixture = fixture(1, 10)) {
			fixture.client.enqueue(MESSAGE);
			CompletableFuture<?> enqueued = fixture.client.enqueueAsync(MESSAGE);
			assertThat(enqueued).isNotDone();
			FakeConnection connection = fixture.connect();
			connection.expect(Publish.class);
			ClientFixture.await(enqueued);
			connection.expect(Publish.class);
		}
	}

	@Test
	void enqueuedMessageThatFindsNoRoomInTimeIsToldToItsCallerAlone() {
		try (ClientFixture fixture = fixture(1, 10)) {
			fixture.client.enqueue(MESSAGE);
			CompletableFuture<?> enqueued = fixture.client.enqueueAsync(MESSAGE.topic("late"));
			fixture.timer.advance(MAX_WAIT);
			ClientFixture.awaitFailure(enqueued, MqttOutboxFullException.class);
			fixture.client.close();
			this.failures.expect(MESSAGE, MqttClosedException.class, "closed");
			assertThat(this.failures.isEmpty()).isTrue();
		}
	}

	@Test
	void enqueuedMessageThatHasGotInIsToldToListenersWhenItFailsLater() {
		try (ClientFixture fixture = fixture(1, 10)) {
			CompletableFuture<PublishResult> first = fixture.client.publishAsync(MESSAGE, Duration.ofSeconds(1));
			MqttMessage message = MESSAGE.topic("late");
			CompletableFuture<?> enqueued = fixture.client.enqueueAsync(message);
			fixture.timer.advance(Duration.ofSeconds(1));
			ClientFixture.awaitFailure(first, MqttTimeoutException.class);
			ClientFixture.await(enqueued);
			fixture.client.close();
			this.failures.expect(message, MqttClosedException.class, "closed");
		}
	}

	@Test
	void blockingCallWaitsForRoom() {
		try (ClientFixture fixture = fixture(1, 10)) {
			fixture.client.publishAsync(MESSAGE);
			CompletableFuture<PublishResult> published = CompletableFuture
				.supplyAsync(() -> fixture.client.publish(MqttMessage.of("blocking", "x")));
			FakeConnection connection = fixture.connect();
			connection.expect(Publish.class);
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("blocking");
			ClientFixture.await(published);
		}
	}

	@Test
	void messagesThatWaitFailWhenTheClientIsClosed() {
		try (ClientFixture fixture = fixture(1, 10)) {
			List<CompletableFuture<?>> waiting = List.of(fixture.client.publishAsync(MESSAGE),
					fixture.client.publishAsync(MESSAGE), fixture.client.enqueueAsync(MESSAGE));
			fixture.client.close();
			waiting.forEach((future) -> ClientFixture.awaitFailure(future, MqttClosedException.class));
			assertThat(this.failures.isEmpty()).isTrue();
			assertThat(fixture.client.statistics().publishFailures()).isEqualTo(3);
		}
	}

	@Test
	void messageThatGetsInAfterAnotherFailedIsSentAtOnce() {
		try (ClientFixture fixture = fixture(1, 10)) {
			FakeConnection connection = fixture.connectWithReceiveMaximum(1);
			fixture.client.publishAsync(MESSAGE);
			connection.expect(Publish.class);
			// No quota for this one
			fixture.client.publishAsync(MESSAGE, Duration.ofSeconds(1));
			fixture.client.publishAsync(MqttMessage.of("waiting", "x"));
			fixture.timer.advance(Duration.ofSeconds(1));
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("waiting");
		}
	}

	@Test
	void expiredMessagesMakeRoomBeforeTheWaitIsGivenUp() {
		try (ClientFixture fixture = fixture(1, 10)) {
			CompletableFuture<PublishResult> expiring = fixture.client
				.publishAsync(MESSAGE.messageExpiry(Duration.ofSeconds(5)));
			CompletableFuture<?> enqueued = fixture.client.enqueueAsync(MESSAGE.topic("waiting"));
			fixture.timer.advance(MAX_WAIT);
			ClientFixture.awaitFailure(expiring, MqttMessageExpiredException.class);
			ClientFixture.await(enqueued);
			assertThat(fixture.connect().expect(Publish.class).message().topic()).isEqualTo("waiting");
		}
	}

	@Test
	void messageIsStoredWhenItGetsInAndNotBefore() {
		try (ClientFixture fixture = withStore()) {
			fixture.client.enqueue(MESSAGE);
			CompletableFuture<?> enqueued = fixture.client.enqueueAsync(MESSAGE.topic("waiting"));
			assertThat(stored()).containsExactly("m");
			FakeConnection connection = fixture.connect();
			ClientFixture.await(enqueued);
			assertThat(stored()).containsExactly("m", "waiting");
			connection.expect(Publish.class);
			connection.expect(Publish.class);
		}
	}

	@Test
	void messageThatWaitsIsNotForTheNextClient() {
		try (ClientFixture fixture = withStore()) {
			fixture.client.enqueue(MESSAGE);
			CompletableFuture<?> enqueued = fixture.client.enqueueAsync(MESSAGE.topic("waiting"));
			fixture.client.close();
			ClientFixture.awaitFailure(enqueued, MqttClosedException.class);
			assertThat(stored()).containsExactly("m");
		}
	}

	@Test
	@ExpectedErrors("The session store failed")
	void messagesThatCannotBeStoredWaitNoLonger() {
		try (ClientFixture fixture = withStore()) {
			FakeConnection connection = fixture.connectWithReceiveMaximum(1);
			fixture.client.enqueue(MESSAGE);
			connection.expect(Publish.class);
			fixture.client.enqueue(MESSAGE);
			CompletableFuture<?> waiting = fixture.client.publishAsync(MESSAGE);
			CompletableFuture<?> other = fixture.client.publishAsync(MqttMessage.of("other", "x"));
			this.store.failure("disk full");
			connection.send(ClientFixture.publish(7, "a", "x", QoS.EXACTLY_ONCE));
			ClientFixture.awaitFailure(waiting, MqttSessionStoreException.class);
			this.store.failure(null);
			assertThat(other).isNotDone();
		}
	}

	private List<String> stored() {
		return this.store.state().publishes().stream().map((publish) -> publish.message().topic()).toList();
	}

	private ClientFixture withStore() {
		return fixture(1, 10,
				(builder) -> builder.cleanStart(false).sessionExpiry(Duration.ofHours(1)).sessionStore(this.store));
	}

	private ClientFixture fixture(int messages, int waiting) {
		return fixture(messages, waiting, (builder) -> builder);
	}

	private ClientFixture fixture(int messages, int waiting, UnaryOperator<MqttClientBuilder> settings) {
		OutboxOptions options = OutboxOptions.DEFAULT.limit(messages, 10)
			.whenFull(OutboxFullPolicy.WAIT)
			.waitLimit(MAX_WAIT, waiting);
		return new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> settings.apply(builder).listener(this.failures).outbox(options));
	}

}
