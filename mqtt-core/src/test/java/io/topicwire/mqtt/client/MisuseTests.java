package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.stream.ByteStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that a client does not hang whatever the application does with it.
 */
class MisuseTests {

	private static final int THREADS = 8;

	private static final int MESSAGES_PER_THREAD = 150;

	// Fewer than the threads publish at once
	private static final int RECEIVE_MAXIMUM = 20;

	private static final Map<String, Consumer<MqttClient>> BLOCKING_CALLS = blockingCalls();

	private static Map<String, Consumer<MqttClient>> blockingCalls() {
		MqttMessage message = MqttMessage.of("b", "x");
		Map<String, Consumer<MqttClient>> calls = new LinkedHashMap<>();
		calls.put("connect", MqttClient::connect);
		calls.put("publish", (client) -> client.publish(message));
		calls.put("publish ", (client) -> client.publish(message, Duration.ofSeconds(1)));
		calls.put("enqueue", (client) -> client.enqueue(message));
		calls.put("subscribe", (client) -> client.subscribe("c", QoS.AT_MOST_ONCE, new Recorder()));
		calls.put("unsubscribe", (client) -> client.unsubscribe("a"));
		calls.put("ping", MqttClient::ping);
		calls.put("reauthenticate", MqttClient::reauthenticate);
		calls.put("reconnect", MqttClient::reconnect);
		calls.put("disconnect", MqttClient::disconnect);
		return calls;
	}

	/**
	 * Make all blocking calls and return their messages.
	 */
	private static List<String> callAll(MqttClient client) {
		return BLOCKING_CALLS.values()
			.stream()
			.map((call) -> String.valueOf(catchThrowable(() -> call.accept(client))))
			.toList();
	}

	private static void assertRefused(List<String> messages) {
		assertThat(messages).containsExactlyElementsOf(BLOCKING_CALLS.keySet()
			.stream()
			.map(String::trim)
			.map((name) -> "java.lang.IllegalStateException: A handler, listener or future stage must not wait for its "
					+ "own client: call " + name + "Async() instead of " + name + "()")
			.toList());
	}

	@Test
	void everyBlockingCallOfAHandlerFailsAtOnce() {
		CompletableFuture<List<String>> messages = new CompletableFuture<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a",
					(message) -> messages.complete(callAll(fixture.client)));
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			assertRefused(ClientFixture.await(messages));
			connection.expect(Puback.class);
			fixture.expectNothing(connection);
		}
	}

	@Test
	void everyBlockingCallOfAListenerFailsAtOnce() {
		CompletableFuture<List<String>> messages = new CompletableFuture<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.addListener(new MqttClientListener() {

				@Override
				public void connected(ConnectResult result) {
					messages.complete(callAll(fixture.client));
				}

			});
			FakeConnection connection = fixture.connect();
			assertRefused(ClientFixture.await(messages));
			fixture.expectNothing(connection);
		}
	}

	@Test
	void everyBlockingCallOfAStageFailsAtOnce() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<List<String>> messages = fixture.client.connectAsync()
				.thenApply((result) -> callAll(fixture.client));
			FakeConnection connection = fixture.broker.accept();
			assertRefused(ClientFixture.await(messages));
			fixture.expectNothing(connection);
		}
	}

	@Test
	void handlerThatWaitsForAFutureGetsItsResult() {
		CompletableFuture<PublishResult> published = new CompletableFuture<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> published
				.complete(fixture.client.publishAsync(MqttMessage.of("b", "x").qos(QoS.AT_LEAST_ONCE)).join()));
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			ClientFixture.await(published);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyMessageOfAStormFromManyThreadsIsPublishedExactlyOnce(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false,
						(version == ProtocolVersion.MQTT_5)
								? Properties.builder().add(Property.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM).build()
								: Properties.NONE);
			ClientFixture.await(connected);
			AtomicInteger completions = new AtomicInteger();
			BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
			CountDownLatch start = new CountDownLatch(1);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				String topic = "storm/" + i;
				threads.add(startThread(() -> {
					start.await();
					for (int j = 0; j < MESSAGES_PER_THREAD; j++) {
						MqttMessage message = MqttMessage.of(topic, String.valueOf(j)).qos(QoS.of(j % 3));
						fixture.client.publishAsync(message).whenComplete((result, failure) -> {
							completions.incrementAndGet();
							if (failure != null) {
								failures.add(failure);
							}
						});
					}
				}));
			}
			start.countDown();
			StormBroker broker = new StormBroker(connection,
					(version == ProtocolVersion.MQTT_5) ? RECEIVE_MAXIMUM : 65_535);
			broker.serve(THREADS * MESSAGES_PER_THREAD);
			threads.forEach(MisuseTests::join);
			Awaitility.await().until(() -> completions.get() == THREADS * MESSAGES_PER_THREAD);
			// Whatever would be completed or sent once more
			fixture.expectNothing(connection);
			assertThat(completions).hasValue(THREADS * MESSAGES_PER_THREAD);
			assertThat(failures).isEmpty();
			for (int i = 0; i < THREADS; i++) {
				assertThat(broker.received("storm/" + i)).hasSize(MESSAGES_PER_THREAD).doesNotHaveDuplicates();
			}
			// The broker may have read the last one before the client knows that it is
			// written
			Awaitility.await()
				.until(() -> fixture.client.statistics().messagesPublished() == THREADS * MESSAGES_PER_THREAD + 1L);
			assertThat(fixture.client.statistics().publishFailures()).isZero();
		}
	}

	@Test
	void everyMessageOfAStormThatEndsWithTheClientIsCompletedExactlyOnce() {
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger completions = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.outbox(OutboxOptions.DEFAULT.limit(50, 1_000)))) {
			fixture.connect();
			for (int i = 0; i < THREADS; i++) {
				threads.add(startThread(() -> {
					for (int j = 0; j < 1_000; j++) {
						calls.incrementAndGet();
						fixture.client.publishAsync(MqttMessage.of("storm", "x").qos(QoS.AT_LEAST_ONCE))
							.whenComplete((result, failure) -> completions.incrementAndGet());
					}
				}));
			}
			Awaitility.await().until(() -> calls.get() > THREADS * 10);
		}
		threads.forEach(MisuseTests::join);
		Awaitility.await().untilAsserted(() -> assertThat(completions).hasValue(calls.get()));
	}

	@Test
	void clientIsClosedWhileItsCredentialsAreSupplied() {
		CountDownLatch asked = new CountDownLatch(1);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.credentialsAsync(() -> {
					asked.countDown();
					return new CompletableFuture<>();
				}))) {
			assertCloses(fixture, () -> asked.await(10, TimeUnit.SECONDS));
		}
	}

	@Test
	void clientIsClosedWhileItsStreamIsOpened() {
		HangingStream stream = new HangingStream();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.environment(new Environment((address, options) -> stream, null, () -> 0.5)))) {
			assertCloses(fixture, () -> stream.opening.await(10, TimeUnit.SECONDS));
		}
	}

	@Test
	void clientIsClosedBeforeTheBrokerHasReadAnything() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertCloses(fixture, fixture.broker::awaitConnection);
		}
	}

	@Test
	void clientIsClosedBeforeTheBrokerHasAnswered() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertCloses(fixture, () -> fixture.broker.awaitConnection().expect(Connect.class));
		}
	}

	@Test
	void clientIsClosedInTheMiddleOfConnack() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertCloses(fixture, () -> {
				FakeConnection connection = fixture.broker.awaitConnection();
				connection.expect(Connect.class);
				connection.sendBytes(0x20, 0x03, 0x00);
				connection.awaitWaitingReader();
			});
		}
	}

	@Test
	void clientIsClosedInTheMiddleOfAnAuthentication() {
		TestAuthenticator authenticator = new TestAuthenticator();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.authenticator(authenticator))) {
			assertCloses(fixture, () -> {
				FakeConnection connection = fixture.broker.awaitConnection();
				connection.expect(Connect.class);
				authenticator.gate = new CompletableFuture<>();
				connection.send(new Auth(ReasonCode.CONTINUE_AUTHENTICATION,
						Properties.builder()
							.add(Property.AUTHENTICATION_METHOD, "M")
							.add(Property.AUTHENTICATION_DATA, new byte[] { 'a' })
							.build()));
				Awaitility.await().until(() -> authenticator.events.size() > 1);
			});
		}
	}

	@Test
	void clientIsClosedBetweenTwoAttempts() {
		CountDownLatch failed = new CountDownLatch(1);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true))
					.listener(new MqttClientListener() {

						@Override
						public void connectFailed(MqttException failure, Duration nextAttempt) {
							failed.countDown();
						}

					}))) {
			fixture.broker.unreachable(new IOException("no route"));
			assertCloses(fixture, () -> failed.await(10, TimeUnit.SECONDS));
		}
	}

	@Test
	void clientIsClosedWhileSubscriptionsAreMade() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.subscribeAsync("a", QoS.AT_LEAST_ONCE, new Recorder());
			CompletableFuture<?> pending = fixture.client.pingAsync();
			ClientFixture.awaitFailure(pending, MqttException.class);
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.accept();
			connection.expect(Subscribe.class);
			ClientFixture.await(connected);
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			connection.send(Pingresp.INSTANCE);
			Thread closing = startThread(fixture.client::close);
			connection.close();
			join(closing);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CLOSED);
		}
	}

	/**
	 * Let a connect come to some point, and close the client there.
	 */
	private static void assertCloses(ClientFixture fixture, Action point) {
		CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
		AtomicInteger completions = new AtomicInteger();
		connected.whenComplete((result, failure) -> completions.incrementAndGet());
		run(point);
		assertThat(connected).isNotDone();
		fixture.client.close();
		ClientFixture.awaitFailure(connected, MqttException.class);
		assertThat(completions).hasValue(1);
		assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CLOSED);
		fixture.timer.advance(Duration.ofHours(1));
		assertThat(completions).hasValue(1);
	}

	private static Thread startThread(Action action) {
		Thread thread = new Thread(() -> run(action), "misuse");
		thread.start();
		return thread;
	}

	private static void run(Action action) {
		try {
			action.run();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static void join(Thread thread) {
		run(() -> thread.join(TimeUnit.SECONDS.toMillis(10)));
		assertThat(thread.isAlive()).as("thread " + thread.getName() + " alive").isFalse();
	}

	/**
	 * Stream that never opens.
	 */
	private static final class HangingStream implements ByteStream {

		private final CountDownLatch opening = new CountDownLatch(1);

		private final CountDownLatch closed = new CountDownLatch(1);

		@Override
		public void open(Duration timeout) throws IOException {
			this.opening.countDown();
			try {
				this.closed.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			throw new IOException("closed");
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			throw new IOException("not open");
		}

		@Override
		public void write(byte[] buffer, int offset, int length) throws IOException {
			throw new IOException("not open");
		}

		@Override
		public void close() {
			this.closed.countDown();
		}

	}

	private interface Action {

		void run() throws Exception;

	}

	/**
	 * Broker that answers everything and notes who breaks the rules.
	 */
	private static final class StormBroker {

		private final FakeConnection connection;

		private final int receiveMaximum;

		private final Set<Integer> inUse = new HashSet<>();

		private final List<MqttMessage> messages = new ArrayList<>();

		StormBroker(FakeConnection connection, int receiveMaximum) {
			this.connection = connection;
			this.receiveMaximum = receiveMaximum;
		}

		/**
		 * Read so many messages and finish all exchanges.
		 */
		void serve(int count) {
			while (this.messages.size() < count || !this.inUse.isEmpty()) {
				Packet packet = this.connection.expect(Packet.class);
				if (packet instanceof Publish publish) {
					receive(publish);
				}
				else if (packet instanceof Pubrel pubrel) {
					assertThat(this.inUse.remove(pubrel.packetIdentifier())).isTrue();
					this.connection.send(new Pubcomp(pubrel.packetIdentifier()));
				}
				else {
					assertThat(packet).isInstanceOf(Pingreq.class);
				}
			}
		}

		private void receive(Publish publish) {
			this.messages.add(publish.message());
			QoS qos = publish.message().qos();
			if (qos == QoS.AT_MOST_ONCE) {
				return;
			}
			int packetIdentifier = publish.packetIdentifier();
			assertThat(this.inUse.add(packetIdentifier)).as("packet identifier " + packetIdentifier + " free").isTrue();
			assertThat(this.inUse).hasSizeLessThanOrEqualTo(this.receiveMaximum);
			if (qos == QoS.EXACTLY_ONCE) {
				this.connection.send(new Pubrec(packetIdentifier));
			}
			else {
				this.inUse.remove(packetIdentifier);
				this.connection.send(new Puback(packetIdentifier));
			}
		}

		List<String> received(String topic) {
			return this.messages.stream()
				.filter((message) -> message.topic().equals(topic))
				.map(MqttMessage::payloadAsString)
				.toList();
		}

	}

}
