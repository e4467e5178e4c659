package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageDroppedException;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.FakeSessionStore;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an outbox that drops messages when it is full.
 */
class OutboxDropTests {

	private static final MqttMessage SMALL = MqttMessage.of("small", "x").qos(QoS.AT_LEAST_ONCE);

	private static final MqttMessage LARGE = MqttMessage.of("large", "x".repeat(8)).qos(QoS.AT_LEAST_ONCE);

	private final FailedPublishes failures = new FailedPublishes();

	@Test
	void oldestMessageMakesRoomForANewOneWhateverItsQos() {
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_OLDEST, 2)) {
			List<CompletableFuture<PublishResult>> published = Stream.of(2, 0, 1, 0)
				.map((level) -> fixture.client.publishAsync(MqttMessage.of("t" + level, "x").qos(QoS.of(level))))
				.toList();
			assertThat(ClientFixture.awaitFailure(published.get(0), MqttMessageDroppedException.class))
				.hasMessage("The message to topic 't2' was dropped: it had waited longest when the outbox was full, "
						+ "with 2 messages of 2 bytes; raise its limits or publish more slowly");
			ClientFixture.awaitFailure(published.get(1), MqttMessageDroppedException.class);
			assertCounted(fixture, 2, 2);
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("t1");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("t0");
			ClientFixture.await(published.get(3));
			assertThat(this.failures.isEmpty()).isTrue();
		}
	}

	@Test
	void asManyMessagesAreDroppedAsTheBytesOfTheNewOneNeed() {
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_OLDEST, 9)) {
			for (int i = 0; i < 5; i++) {
				fixture.client.publishAsync(SMALL.topic("s" + i));
			}
			fixture.client.publishAsync(LARGE);
			assertCounted(fixture, 3, 3);
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("s3");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("s4");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("large");
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageThatIsLargerThanTheOutboxIsRefusedAndDropsNothing(OutboxFullPolicy policy) {
		try (ClientFixture fixture = fixture(policy, 2)) {
			fixture.client.publishAsync(SMALL);
			assertThat(ClientFixture.awaitFailure(fixture.client.publishAsync(MqttMessage.of("huge", new byte[11])),
					MqttOutboxFullException.class))
				.hasMessage("The message of 11 bytes to topic 'huge' is larger than the outbox, which holds 10 bytes; "
						+ "raise its limit if the message is wanted");
			assertCounted(fixture, 0, 1);
			assertThat(fixture.connect().expect(Publish.class).message().topic()).isEqualTo("small");
		}
	}

	@Test
	void messageInFlightIsNeverDropped() {
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_OLDEST, 1)) {
			FakeConnection connection = fixture.connectWithReceiveMaximum(1);
			CompletableFuture<PublishResult> sent = fixture.client.publishAsync(SMALL);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			CompletableFuture<PublishResult> dropped = fixture.client.publishAsync(SMALL);
			fixture.client.publishAsync(SMALL.topic("last"));
			ClientFixture.awaitFailure(dropped, MqttMessageDroppedException.class);
			connection.send(new Puback(packetIdentifier));
			ClientFixture.await(sent);
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("last");
			assertCounted(fixture, 1, 1);
		}
	}

	@Test
	void messageThatIsToBeSentAnewAfterALostSessionIsNeverDropped() {
		UnaryOperator<MqttClientBuilder> republishing = (builder) -> builder.sessionExpiry(Duration.ofHours(1))
			.sessionLossPolicy(SessionLossPolicy.REPUBLISH);
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_OLDEST, 1, republishing)) {
			FakeConnection connection = fixture.connect();
			for (int i = 0; i < 2; i++) {
				fixture.client.publishAsync(SMALL.topic("s" + i));
				connection.expect(Publish.class);
			}
			FakeConnection again = fixture.reconnect(connection);
			again.accept(false, Properties.builder().add(Property.RECEIVE_MAXIMUM, 1).build());
			int packetIdentifier = again.expect(Publish.class).packetIdentifier();
			ClientFixture.awaitFailure(fixture.client.publishAsync(SMALL), MqttOutboxFullException.class);
			again.send(new Puback(packetIdentifier));
			assertThat(again.expect(Publish.class).message().topic()).isEqualTo("s1");
			assertCounted(fixture, 0, 1);
		}
	}

	@Test
	void enqueuedMessageThatIsDroppedIsToldToListeners() {
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_OLDEST, 1)) {
			fixture.client.enqueue(SMALL);
			fixture.client.enqueue(LARGE);
			this.failures.expect(SMALL, MqttMessageDroppedException.class, "'small' was dropped");
			assertCounted(fixture, 1, 1);
			assertThat(fixture.connect().expect(Publish.class).message().topic()).isEqualTo("large");
		}
	}

	@Test
	void newMessageIsDroppedIfThatIsThePolicy() {
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_NEWEST, 1)) {
			fixture.client.publishAsync(SMALL);
			assertThat(
					ClientFixture.awaitFailure(fixture.client.publishAsync(LARGE), MqttMessageDroppedException.class))
				.hasMessage("The message to topic 'large' was dropped: it came when the outbox was full, "
						+ "with 1 messages of 1 bytes; raise its limits or publish more slowly");
			assertCounted(fixture, 1, 1);
			assertThat(this.failures.isEmpty()).isTrue();
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("small");
			fixture.expectNothing(connection);
		}
	}

	@Test
	void enqueueingDoesNotFailIfTheNewMessageIsDroppedButListenersAreTold() {
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_NEWEST, 1)) {
			fixture.client.enqueue(SMALL);
			fixture.client.enqueue(LARGE);
			this.failures.expect(LARGE, MqttMessageDroppedException.class, "'large' was dropped");
			assertCounted(fixture, 1, 1);
		}
	}

	@Test
	void droppedMessageIsNotStoredAnyMore() {
		FakeSessionStore store = new FakeSessionStore();
		UnaryOperator<MqttClientBuilder> stored = (
				builder) -> builder.cleanStart(false).sessionExpiry(Duration.ofHours(1)).sessionStore(store);
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_OLDEST, 1, stored)) {
			fixture.client.enqueue(SMALL);
			fixture.client.enqueue(LARGE);
			await().untilAsserted(() -> assertThat(store.state().publishes()).singleElement()
				.satisfies((publish) -> assertThat(publish.message().topic()).isEqualTo("large")));
		}
	}

	@Test
	void callerThatIsBlockedIsToldThatItsMessageIsDropped() {
		try (ClientFixture fixture = fixture(OutboxFullPolicy.DROP_OLDEST, 1)) {
			CompletableFuture<PublishResult> blocked = CompletableFuture
				.supplyAsync(() -> fixture.client.publish(SMALL));
			await().until(() -> {
				fixture.client.publishAsync(LARGE);
				return blocked.isDone();
			});
			ClientFixture.awaitFailure(blocked, MqttMessageDroppedException.class);
		}
	}

	private static void assertCounted(ClientFixture fixture, long dropped, long failed) {
		assertThat(fixture.client.statistics())
			.extracting(ClientStatistics::messagesDroppedFromOutbox, ClientStatistics::publishFailures)
			.containsExactly(dropped, failed);
	}

	private ClientFixture fixture(OutboxFullPolicy policy, int messages) {
		return fixture(policy, messages, (builder) -> builder);
	}

	private ClientFixture fixture(OutboxFullPolicy policy, int messages, UnaryOperator<MqttClientBuilder> settings) {
		return new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> settings.apply(builder)
					.listener(this.failures)
					.outbox(OutboxOptions.DEFAULT.limit(messages, 10).whenFull(policy)));
	}

}
