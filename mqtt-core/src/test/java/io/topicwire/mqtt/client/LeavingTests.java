package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for clients that leave at any moment, on any thread, and for how long they wait.
 */
class LeavingTests {

	private static final MqttMessage MESSAGE = MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	@ParameterizedTest
	@EnumSource
	void disconnectWaitsForItsTimeLimitAndNoLonger(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(MESSAGE);
			connection.expect(Publish.class);
			CompletableFuture<?> disconnected = fixture.client
				.disconnectAsync(DisconnectOptions.DEFAULT.timeout(TIMEOUT));
			fixture.timer.awaitTask(TIMEOUT);
			fixture.timer.advance(TIMEOUT.minusMillis(1));
			assertThat(disconnected).isNotDone();
			assertThat(published).isNotDone();
			fixture.timer.advance(Duration.ofMillis(1));
			connection.expect(Disconnect.class);
			assertThat(ClientFixture.awaitFailure(published, MqttTimeoutException.class))
				.hasMessage("Publish with QoS 1 to topic 'a' (sent, not acknowledged) was not finished when the time "
						+ "was over that the client had to disconnect");
			assertThat(ClientFixture.awaitFailure(disconnected, MqttTimeoutException.class))
				.hasMessage("Disconnect, with 1 operations and messages under way, was not finished after 2000 ms");
		}
	}

	@Test
	void disconnectEndsAsSoonAsAllIsFinished() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(MESSAGE);
			CompletableFuture<?> disconnected = fixture.client
				.disconnectAsync(DisconnectOptions.DEFAULT.timeout(TIMEOUT));
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(published);
			ClientFixture.await(disconnected);
		}
	}

	@Test
	void disconnectWaitsForTheOperationTimeoutUnlessToldOtherwise() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(MESSAGE, Duration.ofHours(1));
			connection.expect(Publish.class);
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			fixture.timer.advanceTo(ClientFixture.OPERATION_TIMEOUT);
			connection.expect(Disconnect.class);
			ClientFixture.awaitFailure(disconnected, MqttTimeoutException.class);
		}
	}

	@Test
	void disconnectMayWaitForLongerThanOtherOperations() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ZERO))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(MESSAGE, Duration.ofHours(2));
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			CompletableFuture<?> disconnected = fixture.client
				.disconnectAsync(DisconnectOptions.DEFAULT.timeout(Duration.ofHours(1)));
			fixture.timer.advance(Duration.ofMinutes(1));
			assertThat(disconnected).isNotDone();
			connection.send(new Puback(packetIdentifier));
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(published);
			ClientFixture.await(disconnected);
		}
	}

	@Test
	void enqueuedMessageThatIsLeftWaitsForTheNextConnection() {
		try (ClientFixture fixture = ClientFixture.withLastingSession(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			ClientFixture.await(fixture.client.enqueueAsync(MESSAGE));
			connection.expect(Publish.class);
			CompletableFuture<?> disconnected = fixture.client
				.disconnectAsync(DisconnectOptions.DEFAULT.timeout(TIMEOUT));
			fixture.timer.advanceTo(TIMEOUT);
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.awaitFailure(disconnected, MqttTimeoutException.class);
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.DISCONNECTED);
			fixture.client.connectAsync();
			FakeConnection next = fixture.broker.awaitConnection().accept(true);
			next.send(new Puback(next.expect(Publish.class).packetIdentifier()));
		}
	}

	@Test
	void timeLimitMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> DisconnectOptions.DEFAULT.timeout(Duration.ZERO))
			.withMessage("Disconnect timeout must be more than zero and at most 365 days but was PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> DisconnectOptions.DEFAULT.timeout(Duration.ofDays(366)));
		assertThat(DisconnectOptions.DEFAULT.timeout(TIMEOUT).reasonString("noon").publishWill(true).timeout())
			.isEqualTo(TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource
	void clientMayDisconnectOnItsOwnThreads(Place place) {
		CompletableFuture<CompletableFuture<?>> disconnected = new CompletableFuture<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = place.run(fixture, (client) -> disconnected.complete(client.disconnectAsync()));
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(ClientFixture.await(disconnected));
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientMayBeClosedOnItsOwnThreads(Place place) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = place.run(fixture, MqttClient::close);
			connection.expect(Disconnect.class);
			connection.close();
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.CLOSED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void disconnectThatWouldWaitForItselfFailsAtOnce(Place place) {
		CompletableFuture<Object> failed = new CompletableFuture<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			place.run(fixture, (client) -> {
				assertThatIllegalStateException().isThrownBy(client::disconnect)
					.withMessageContaining("call disconnectAsync() instead of disconnect()");
				failed.complete("at once");
			});
			ClientFixture.await(failed);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
		}
	}

	@Test
	void disconnectIsDoneOnceHoweverOftenItIsAskedFor() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> first = fixture.client.disconnectAsync();
			CompletableFuture<?> second = fixture.client
				.disconnectAsync(DisconnectOptions.DEFAULT.reasonString("again"));
			assertThat(connection.expect(Disconnect.class).properties().isEmpty()).isTrue();
			connection.close();
			connection.expectClose();
			ClientFixture.await(first);
			ClientFixture.await(second);
			ClientFixture.await(fixture.client.disconnectAsync());
		}
	}

	@Test
	void shorterTimeLimitOfALaterDisconnectCounts() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(MESSAGE);
			connection.expect(Publish.class);
			CompletableFuture<?> first = fixture.client.disconnectAsync();
			CompletableFuture<?> second = fixture.client.disconnectAsync(DisconnectOptions.DEFAULT.timeout(TIMEOUT));
			fixture.timer.advanceTo(TIMEOUT);
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(first);
			ClientFixture.awaitFailure(second, MqttTimeoutException.class);
		}
	}

	@Test
	void manyThreadsMayLeaveAtTheSameTime() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CountDownLatch start = new CountDownLatch(1);
			List<CompletableFuture<?>> left = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				boolean forGood = i % 2 == 0;
				left.add(CompletableFuture.runAsync(() -> {
					awaitUninterruptibly(start);
					if (forGood) {
						fixture.client.close();
					}
					else {
						fixture.client.disconnect();
					}
				}, threads));
			}
			start.countDown();
			connection.expect(Disconnect.class);
			connection.close();
			connection.expectClose();
			left.forEach(ClientFixture::await);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CLOSED);
		}
		finally {
			threads.shutdown();
			assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientMayLeaveWhileItConnects(Departure departure) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			departure.leave(fixture.client);
			connection.expectClose();
			ClientFixture.awaitFailure(connected, MqttException.class);
			assertStays(fixture, departure);
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientMayLeaveWhileItWaitsToReconnect(Departure departure) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.connect().close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			departure.leave(fixture.client);
			assertStays(fixture, departure);
		}
	}

	private static void assertStays(ClientFixture fixture, Departure departure) {
		assertThat(fixture.client.status().state()).isEqualTo(departure.state);
		fixture.timer.advance(Duration.ofDays(1));
		assertThat(fixture.broker.hasConnection()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void clientMayLeaveWhileAHandlerRuns(Departure departure) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ZERO)); HeldHandler handler = new HeldHandler()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			handler.awaitBegun("x");
			CompletableFuture<?> left = CompletableFuture.runAsync(() -> departure.leave(fixture.client));
			connection.expect(Disconnect.class);
			connection.close();
			// Closing waits for the handler
			Awaitility.await().until(() -> fixture.client.status().state() == departure.state);
			handler.release(0);
			ClientFixture.await(left);
		}
	}

	/**
	 * Where a client runs code of the application.
	 */
	enum Place {

		HANDLER {

			@Override
			FakeConnection run(ClientFixture fixture, Consumer<MqttClient> action) {
				FakeConnection connection = fixture.connectAndSubscribe("a",
						(message) -> action.accept(fixture.client));
				connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
				return connection;
			}

		},

		LISTENER {

			@Override
			FakeConnection run(ClientFixture fixture, Consumer<MqttClient> action) {
				fixture.client.addListener(new MqttClientListener() {

					@Override
					public void connected(ConnectResult result) {
						action.accept(fixture.client);
					}

				});
				fixture.client.connectAsync();
				return fixture.broker.accept();
			}

		},

		STAGE {

			@Override
			FakeConnection run(ClientFixture fixture, Consumer<MqttClient> action) {
				fixture.client.connectAsync().thenRun(() -> action.accept(fixture.client));
				return fixture.broker.accept();
			}

		};

		abstract FakeConnection run(ClientFixture fixture, Consumer<MqttClient> action);

	}

	/**
	 * How a client leaves.
	 */
	enum Departure {

		DISCONNECT(ConnectionState.DISCONNECTED, MqttClient::disconnect),

		CLOSE(ConnectionState.CLOSED, MqttClient::close);

		private final ConnectionState state;

		private final Consumer<MqttClient> action;

		Departure(ConnectionState state, Consumer<MqttClient> action) {
			this.state = state;
			this.action = action;
		}

		void leave(MqttClient client) {
			this.action.accept(client);
		}

	}

}
