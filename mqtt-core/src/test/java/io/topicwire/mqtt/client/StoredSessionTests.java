package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.FakeSessionStore;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.session.StoredReceipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a client whose session is stored, with a store that is slow, fails, or has
 * something of an earlier client.
 */
class StoredSessionTests {

	private final FakeSessionStore store = new FakeSessionStore();

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void messageIsNotSentBeforeItIsStored(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version)) {
			FakeConnection connection = fixture.connect();
			this.store.hold();
			fixture.client.publishAsync(message("1", QoS.AT_LEAST_ONCE));
			fixture.client.publishAsync(message("2", QoS.EXACTLY_ONCE));
			this.store.release();
			Publish first = connection.expect(Publish.class);
			assertThat(first.message().payloadAsString()).isEqualTo("1");
			assertThat(this.store.writes()).isNotEmpty();
			assertThat(connection.expect(Publish.class).message().payloadAsString()).isEqualTo("2");
			assertThat(this.store.state().publishes())
				.filteredOn((publish) -> publish.message().payloadAsString().equals("2"))
				.singleElement()
				.satisfies((publish) -> assertThat(publish.packetIdentifier()).isNotZero());
		}
	}

	@ParameterizedTest
	@EnumSource(value = QoS.class, names = { "AT_LEAST_ONCE", "EXACTLY_ONCE" })
	void enqueueingTakesUntilTheMessageIsStored(QoS qos) {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			this.store.hold();
			CompletableFuture<?> result = fixture.client.enqueueAsync(message("1", qos));
			assertThat(result).isNotDone();
			this.store.release();
			ClientFixture.await(result);
			assertThat(this.store.state().publishes()).hasSize(1);
		}
	}

	@Test
	@ExpectedErrors("The session store failed")
	void enqueueingFailsIfTheMessageCannotBeStored() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			this.store.hold();
			CompletableFuture<?> result = fixture.client.enqueueAsync(message("1", QoS.AT_LEAST_ONCE));
			this.store.failure("disk full");
			this.store.release();
			assertThat(ClientFixture.awaitFailure(result, MqttSessionStoreException.class))
				.hasMessageContaining("disk full");
		}
	}

	@Test
	void enqueueingWaitsForTheStoreNoLongerThanTheOperationTimeout() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			this.store.hold();
			CompletableFuture<?> result = fixture.client.enqueueAsync(message("1", QoS.AT_LEAST_ONCE));
			fixture.timer.advance(Duration.ofSeconds(30));
			assertThat(ClientFixture.awaitFailure(result, MqttTimeoutException.class))
				.hasMessageContaining("'" + message("1", QoS.AT_LEAST_ONCE).topic() + "'");
			this.store.release();
		}
	}

	@Test
	void acknowledgedMessageIsNotStoredAnyMore() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> result = fixture.client.publishAsync(message("1", QoS.AT_LEAST_ONCE));
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			ClientFixture.await(result);
			await().until(() -> this.store.state().publishes().isEmpty());
		}
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void nextClientSendsAgainWhatWasNotAcknowledged(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(message("1", QoS.AT_LEAST_ONCE));
			fixture.client.publishAsync(message("2", QoS.EXACTLY_ONCE));
			fixture.client.publishAsync(message("3", QoS.EXACTLY_ONCE));
			connection.expect(Publish.class);
			connection.expect(Publish.class);
			connection.send(new Pubrec(connection.expect(Publish.class).packetIdentifier()));
			connection.expect(Pubrel.class);
		}
		assertThat(this.store.isOpen()).isFalse();
		try (ClientFixture fixture = fixture(version)) {
			FakeConnection connection = resume(fixture);
			Publish first = connection.expect(Publish.class);
			assertThat(first.message().payloadAsString()).isEqualTo("1");
			assertThat(first.packetIdentifier()).isEqualTo(1);
			assertThat(first.duplicate()).isTrue();
			Publish second = connection.expect(Publish.class);
			assertThat(second.packetIdentifier()).isEqualTo(2);
			assertThat(second.duplicate()).isTrue();
			assertThat(connection.expect(Pubrel.class).packetIdentifier()).isEqualTo(3);
			fixture.client.publishAsync(message("4", QoS.AT_LEAST_ONCE));
			Publish fourth = connection.expect(Publish.class);
			assertThat(fourth.packetIdentifier()).isEqualTo(4);
			connection.send(new Puback(1), new Pubrec(2), new Pubcomp(3), new Puback(4));
			assertThat(connection.expect(Pubrel.class).packetIdentifier()).isEqualTo(2);
			connection.send(new Pubcomp(2));
			await().until(() -> this.store.state().publishes().isEmpty());
		}
	}

	@Test
	void nextClientSendsWhatWasNeverSent() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			fixture.client.enqueue(message("1", QoS.AT_LEAST_ONCE));
			fixture.client.enqueue(message("2", QoS.EXACTLY_ONCE));
		}
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			Publish first = connection.expect(Publish.class);
			assertThat(first.message().payloadAsString()).isEqualTo("1");
			assertThat(first.duplicate()).isFalse();
			assertThat(connection.expect(Publish.class).message().payloadAsString()).isEqualTo("2");
		}
	}

	@Test
	void nextClientSendsWhatWasEnqueuedWithoutADeadline() {
		BlockingQueue<MqttMessage> failed = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			fixture.client.addListener(new MqttClientListener() {

				@Override
				public void publishFailed(MqttMessage message, MqttException failure) {
					failed.add(message);
				}

			});
			fixture.client.enqueueAsync(message("0", QoS.AT_MOST_ONCE));
			fixture.client.enqueueAsync(message("1", QoS.AT_LEAST_ONCE));
			fixture.client.close();
			assertThat(fixture.client.statistics().publishFailures()).isOne();
		}
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			fixture.timer.advance(Duration.ofDays(1));
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().payloadAsString()).isEqualTo("1");
		}
		assertThat(failed).extracting(MqttMessage::payloadAsString).containsExactly("0");
	}

	@Test
	void messageWhoseSenderWasToldThatTheClientIsClosedIsNotSentByTheNextClient() {
		CompletableFuture<PublishResult> result;
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			result = fixture.client.publishAsync(message("1", QoS.AT_LEAST_ONCE));
			await().until(() -> !this.store.state().publishes().isEmpty());
		}
		ClientFixture.awaitFailure(result, MqttClosedException.class);
		assertThat(this.store.state().publishes()).isEmpty();
	}

	@Test
	void lifetimeOfAStoredMessageGoesOnWhileThereIsNoClient() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			fixture.client.enqueue(message("1", QoS.AT_LEAST_ONCE).messageExpiry(Duration.ofSeconds(10)));
			fixture.client.enqueue(message("2", QoS.AT_LEAST_ONCE).messageExpiry(Duration.ofSeconds(100)));
		}
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			fixture.timer.advance(Duration.ofSeconds(20));
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().payloadAsString()).isEqualTo("2");
			assertThat(fixture.client.statistics().messagesExpired()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void handlerGetsMessageOfQos2OnlyWhenItIsStored(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version)) {
			Recorder recorder = new Recorder();
			FakeConnection connection = fixture.connectAndSubscribe("a", recorder);
			this.store.hold();
			connection.send(ClientFixture.publish(7, "a", "1", QoS.EXACTLY_ONCE));
			connection.send(ClientFixture.publish(8, "a", "2", QoS.AT_LEAST_ONCE));
			CompletableFuture<Duration> ping = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			connection.send(Pingresp.INSTANCE);
			ClientFixture.await(ping);
			assertThat(recorder.isEmpty()).isTrue();
			this.store.release();
			assertThat(recorder.next().payloadAsString()).isEqualTo("1");
			assertThat(recorder.next().payloadAsString()).isEqualTo("2");
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(7);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(8);
			assertThat(this.store.state().received())
				.extracting(StoredReceipt::packetIdentifier, StoredReceipt::handled)
				.containsExactly(tuple(7, true));
			connection.send(new Pubrel(7));
			connection.expect(Pubcomp.class);
			assertThat(this.store.state().received()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void nextClientDoesNotHandleAgainWhatWasHandled(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version)) {
			Recorder recorder = new Recorder();
			FakeConnection connection = fixture.connectAndSubscribe("a", recorder);
			connection.send(ClientFixture.publish(7, "a", "1", QoS.EXACTLY_ONCE));
			recorder.next();
			connection.expect(Pubrec.class);
		}
		try (ClientFixture fixture = fixture(version)) {
			Recorder recorder = new Recorder();
			fixture.client.register("a", SubscribeOptions.of(QoS.EXACTLY_ONCE), recorder);
			FakeConnection connection = resume(fixture);
			ClientFixture.grant(connection);
			connection.send(again(7, "1"));
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(7);
			connection.send(new Pubrel(7));
			assertThat(connection.expect(Pubcomp.class).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
			assertThat(recorder.isEmpty()).isTrue();
		}
	}

	@Test
	void nextClientDoesNotHandleAgainWhatWasBeingHandledWhenTheClientWasClosed() throws Exception {
		CompletableFuture<Thread> handling = new CompletableFuture<>();
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5); Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				handling.complete(Thread.currentThread());
				gate.handle(message);
			});
			connection.send(ClientFixture.publish(7, "a", "1", QoS.EXACTLY_ONCE));
			Thread handler = ClientFixture.await(handling);
			fixture.broker.hangUp();
			Thread closing = new Thread(fixture.client::close);
			closing.start();
			await().until(() -> fixture.client.status().state() == ConnectionState.CLOSED);
			assertThat(handler.isAlive()).isTrue();
			gate.open();
			closing.join();
		}
		assertThat(this.store.isOpen()).isFalse();
		assertThat(this.store.state().received()).extracting(StoredReceipt::packetIdentifier, StoredReceipt::handled)
			.containsExactly(tuple(7, true));
	}

	@Test
	void handlerThatNeverReturnsDoesNotKeepTheSessionFromTheNextClient() {
		CountDownLatch opened = new CountDownLatch(1);
		CountDownLatch handling = new CountDownLatch(1);
		ClientFixture fixture = fixture(ProtocolVersion.MQTT_5);
		try {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				handling.countDown();
				awaitUninterruptibly(opened);
			});
			connection.send(ClientFixture.publish(7, "a", "1", QoS.EXACTLY_ONCE));
			awaitUninterruptibly(handling);
			fixture.broker.hangUp();
			fixture.client.close();
			assertThat(this.store.isOpen()).isFalse();
			opened.countDown();
			// What it does so late is not stored
			await().untilAsserted(fixture::close);
			assertThat(this.store.state().received()).extracting(StoredReceipt::handled).containsExactly(false);
		}
		finally {
			opened.countDown();
		}
	}

	@Test
	void messageWhoseHandlerWasInterruptedKeepsItsNumber() {
		BlockingQueue<Long> numbers = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			fixture.client.register("a", SubscribeOptions.of(QoS.EXACTLY_ONCE),
					(message, acknowledgement) -> numbers.add(acknowledgement.messageNumber()));
			FakeConnection connection = fixture.connect();
			ClientFixture.grant(connection);
			connection.send(ClientFixture.publish(7, "a", "1", QoS.EXACTLY_ONCE));
			await().until(() -> numbers.size() == 1);
		}
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			fixture.client.register("a", SubscribeOptions.of(QoS.EXACTLY_ONCE), (message, acknowledgement) -> {
				numbers.add(acknowledgement.messageNumber());
				acknowledgement.acknowledge();
			});
			FakeConnection connection = resume(fixture);
			ClientFixture.grant(connection);
			connection.send(again(7, "1"));
			connection.expect(Pubrec.class);
			connection.send(new Pubrel(7));
			connection.expect(Pubcomp.class);
			connection.send(ClientFixture.publish(7, "a", "2", QoS.EXACTLY_ONCE));
			connection.expect(Pubrec.class);
			assertThat(numbers).hasSize(3);
			List<Long> seen = List.copyOf(numbers);
			assertThat(seen.get(1)).isEqualTo(seen.get(0)).isPositive();
			assertThat(seen.get(2)).isGreaterThan(seen.get(1));
		}
	}

	@Test
	void receivedIdentifiersAreForgottenWithTheSession() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			Recorder recorder = new Recorder();
			FakeConnection connection = fixture.connectAndSubscribe("a", recorder);
			connection.send(ClientFixture.publish(7, "a", "1", QoS.EXACTLY_ONCE));
			connection.expect(Pubrec.class);
			connection = fixture.reconnect(connection).accept(false);
			await().until(() -> this.store.state().received().isEmpty());
		}
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	@ExpectedErrors("The session store failed")
	void failureOfTheStoreIsToldAndEndsTheConnectionUntilTheStoreWorksAgain(ProtocolVersion version) {
		BlockingQueue<MqttSessionStoreException> failures = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = fixture(version)) {
			fixture.client.addListener(new MqttClientListener() {

				@Override
				public void sessionStoreFailed(MqttSessionStoreException failure) {
					failures.add(failure);
				}

			});
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(message("1", QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			this.store.failure("No space left on device");
			CompletableFuture<PublishResult> refused = fixture.client.publishAsync(message("2", QoS.EXACTLY_ONCE));
			assertThat(ClientFixture.awaitFailure(refused, MqttSessionStoreException.class))
				.hasMessageContaining("space");
			if (version == ProtocolVersion.MQTT_5) {
				assertThat(connection.expect(Disconnect.class).reasonCode())
					.isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
				connection.close();
			}
			connection.expectClose();
			assertThat(ClientFixture.awaitFailure(fixture.client.publishAsync(message("3", QoS.AT_LEAST_ONCE)),
					MqttSessionStoreException.class))
				.hasMessageContaining("space");
			assertThat(failures).hasSize(1);
			fixture.timer.advanceTo(Duration.ofMillis(500));
			await().until(() -> fixture.client.status().lastFailure() instanceof MqttSessionStoreException);
			this.store.failure(null);
			fixture.timer.advanceTo(Duration.ofMillis(1000));
			connection = fixture.broker.awaitConnection().accept(true);
			Publish again = connection.expect(Publish.class);
			assertThat(again.message().payloadAsString()).isEqualTo("1");
			assertThat(again.duplicate()).isTrue();
			CompletableFuture<PublishResult> accepted = fixture.client.publishAsync(message("4", QoS.AT_LEAST_ONCE));
			Publish fourth = connection.expect(Publish.class);
			assertThat(fourth.message().payloadAsString()).isEqualTo("4");
			connection.send(new Puback(again.packetIdentifier()), new Puback(fourth.packetIdentifier()));
			ClientFixture.await(accepted);
			await().until(() -> this.store.state().publishes().isEmpty());
		}
	}

	@Test
	void storeNeedsASessionThatTheBrokerKeeps() {
		MqttClientBuilder builder = MqttClient.builder("mqtt://broker.example.com").sessionStore(this.store);
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessage("A session store needs a client identifier that stays the same; set clientId");
		builder.clientId("meter-7");
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessage("A session store needs a session that the broker keeps as well; "
					+ "set cleanStart(false) and a session expiry");
		assertThat(this.store.isOpen()).isFalse();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = true;
		while (interrupted) {
			try {
				latch.await();
				interrupted = false;
			}
			catch (InterruptedException ex) {
				// Does not give up
			}
		}
	}

	private ClientFixture fixture(ProtocolVersion version) {
		return new ClientFixture(version,
				(builder) -> builder.sessionStore(this.store)
					.cleanStart(false)
					.sessionExpiry((version == ProtocolVersion.MQTT_5) ? Duration.ofSeconds(100) : Duration.ZERO));
	}

	private FakeConnection resume(ClientFixture fixture) {
		CompletableFuture<ConnectResult> result = fixture.client.connectAsync();
		FakeConnection connection = fixture.broker.awaitConnection().accept(true);
		ClientFixture.await(result);
		return connection;
	}

	private static MqttMessage message(String payload, QoS qos) {
		return MqttMessage.of("a", payload).qos(qos);
	}

	private static Publish again(int packetIdentifier, String payload) {
		return new Publish(packetIdentifier, true, message(payload, QoS.EXACTLY_ONCE), 0);
	}

}
