package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what goes wrong seldom, and then at night.
 */
class RobustnessTests {

	@Test
	@ExpectedErrors("could not be started")
	void threadThatCouldNotBeStartedIsTriedAgain() {
		AtomicInteger threads = new AtomicInteger();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.threadFactory((action) -> {
					// The first one is to connect, the second one to report that it could
					// not
					if (threads.incrementAndGet() <= 2) {
						throw new OutOfMemoryError("unable to create native thread");
					}
					return new Thread(action);
				}))) {
			CompletableFuture<ConnectResult> first = fixture.client.connectAsync();
			CompletableFuture<ConnectResult> second = fixture.client.connectAsync();
			fixture.broker.accept();
			ClientFixture.await(second);
			assertThat(ClientFixture.awaitFailure(first, MqttConnectionException.class))
				.hasMessage("A thread for the connection could not be started")
				.hasRootCauseInstanceOf(OutOfMemoryError.class);
		}
	}

	@Test
	void streamThatCannotBeMadeIsOneFailedAttemptOfMany() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.broker.broken(new OutOfMemoryError("test"));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			fixture.timer.awaitTask(Duration.ofMillis(1000));
			fixture.broker.broken(null);
			fixture.timer.advance(Duration.ofMillis(1000));
			fixture.broker.accept();
		}
	}

	@Test
	void connectionThatTheBrokerKeepsOpenAfterBreakingTheRulesIsClosedWithTheClient() {
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.threadFactory((action) -> {
					Thread thread = new Thread(action);
					threads.add(thread);
					return thread;
				}))) {
			FakeConnection connection = fixture.connect();
			connection.send(new Connack(false, ReasonCode.SUCCESS, Properties.NONE));
			connection.expect(Disconnect.class);
			fixture.client.close();
			connection.expectClose();
			assertThat(threads).noneMatch(Thread::isAlive);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.2.2-11", "MQTT-3.2.2-14" })
	void messagesThatTheBrokerDoesNotAllowFailWithoutBeingSent() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<PublishResult> qos2 = fixture.client
				.publishAsync(MqttMessage.of("a", "x").qos(QoS.EXACTLY_ONCE));
			CompletableFuture<PublishResult> retained = fixture.client
				.publishAsync(MqttMessage.of("b", "x").retain(true));
			fixture.client.publishAsync(MqttMessage.of("c", "x"));
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false,
						Properties.builder().add(Property.MAXIMUM_QOS, 1).add(Property.RETAIN_AVAILABLE, 0).build());
			assertThat(ClientFixture.awaitFailure(qos2, MqttPublishException.class))
				.hasMessage("The broker allows QoS 1 at most (Maximum QoS), but the message to topic 'a' has QoS 2");
			assertThat(ClientFixture.awaitFailure(retained, MqttPublishException.class))
				.hasMessage("The broker keeps no retained messages (Retain Available is 0), "
						+ "but the message to topic 'b' is to be retained");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("c");
		}
	}

	@Test
	void refusalIsToldAtOnceAlthoughNothingElseHappens() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			// The blocking form needs no thread for callbacks, so that there is none yet
			CompletableFuture<ConnectResult> connected = CompletableFuture.supplyAsync(fixture.client::connect);
			fixture.broker.awaitConnection().accept(false, Properties.builder().add(Property.MAXIMUM_QOS, 0).build());
			ClientFixture.await(connected);
			ClientFixture.awaitFailure(fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE)),
					MqttPublishException.class);
		}
	}

	@Test
	void messagesOfALostSessionAreHandledAlthoughALaterSessionIsResumed() {
		Recorder handled = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1))); Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				gate.handle(message);
				handled.handle(message);
			});
			connection.send(ClientFixture.publish(1, "a", "1", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "2", QoS.AT_LEAST_ONCE));
			Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 2);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection second = fixture.broker.awaitConnection().accept(false);
			ClientFixture.grant(second);
			second.close();
			fixture.timer.advanceTo(Duration.ofMillis(1000));
			fixture.broker.awaitConnection().accept(true);
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.CONNECTED);
			gate.open();
			assertThat(handled.next().payloadAsString()).isEqualTo("1");
			assertThat(handled.next().payloadAsString()).isEqualTo("2");
		}
	}

	@Test
	void attemptsThatHangEndTheConnectIfThereIsNoOtherOne() {
		AtomicInteger hanging = new AtomicInteger();
		CountDownLatch released = new CountDownLatch(1);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.NEVER).credentials(() -> {
					hanging.incrementAndGet();
					awaitUninterruptibly(released);
					return null;
				}))) {
			for (int i = 1; i <= 4; i++) {
				int attempts = i;
				CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
				Awaitility.await().until(() -> hanging.get() == attempts);
				fixture.timer.advance(ClientFixture.CONNECT_TIMEOUT);
				ClientFixture.awaitFailure(connected, MqttException.class);
			}
			assertThat(ClientFixture.awaitFailure(fixture.client.connectAsync(), MqttConnectionException.class))
				.hasMessage("4 earlier attempts to connect still hang in the credentials or the look-up of the host "
						+ "name");
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
			released.countDown();
		}
		finally {
			released.countDown();
		}
	}

	@Test
	void brokerIsPingedAlsoWhileNothingIsRead() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.receiveMaximum(1).keepAlive(Duration.ofSeconds(20))); Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "y", QoS.AT_LEAST_ONCE));
			Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 1);
			for (int i = 0; i < 3; i++) {
				fixture.timer.advance(Duration.ofSeconds(18));
				connection.expect(Pingreq.class);
				fixture.awaitWritten(connection);
			}
			gate.open();
			connection.expect(Puback.class);
			connection.expect(Puback.class);
			connection.send(Pingresp.INSTANCE, Pingresp.INSTANCE, Pingresp.INSTANCE);
			Awaitility.await().until(() -> fixture.client.status().lastPingLatency() != null);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
		}
	}

	@Test
	void messagesThatTheBrokerSendsAgainDoNotPileUp() {
		List<String> handled = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch opened = new CountDownLatch(1);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				opened.await();
				handled.add(message.payloadAsString());
			});
			Publish first = ClientFixture.publish(1, "a", "1", QoS.AT_LEAST_ONCE);
			Publish second = ClientFixture.publish(2, "a", "2", QoS.AT_LEAST_ONCE);
			connection.send(first, second);
			for (int i = 2; i <= 4; i++) {
				long received = 2L * (i - 1);
				Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == received);
				connection.close();
				fixture.timer.awaitTask(Duration.ofMillis((long) (500 * Math.pow(2, i - 2))));
				fixture.timer.advance(Duration.ofMillis((long) (500 * Math.pow(2, i - 2))));
				connection = fixture.broker.awaitConnection().accept(true);
				connection.send(first, second);
			}
			Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 8);
			opened.countDown();
			connection.expect(Puback.class);
			connection.expect(Puback.class);
			// The one that was being handled, and the last copy of each
			assertThat(handled).containsExactly("1", "1", "2");
		}
		finally {
			opened.countDown();
		}
	}

	@Test
	void subscriptionsThatDoNotFitTogetherAreAskedForOneByOne() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			List<CompletableFuture<Subscription>> subscribed = new ArrayList<>();
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			for (int i = 0; i < 3; i++) {
				subscribed
					.add(fixture.client.subscribeAsync("twenty-characters-" + i, QoS.AT_MOST_ONCE, new Recorder()));
			}
			connection.accept(false,
					Properties.builder()
						.add(Property.MAXIMUM_PACKET_SIZE, 40L)
						.add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0)
						.build());
			for (int i = 0; i < 3; i++) {
				assertThat(ClientFixture.grant(connection).requests()).hasSize(1);
			}
			subscribed.forEach(ClientFixture::await);
		}
	}

	@Test
	void subscriptionsThatTheBrokerDoesNotAllowFailWithoutBeingSent() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false,
						Properties.builder()
							.add(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 0)
							.add(Property.SHARED_SUBSCRIPTION_AVAILABLE, 0)
							.build());
			ClientFixture.await(connected);
			MqttSubscribeException failure = ClientFixture.awaitFailure(
					fixture.client.subscribeAsync("a/#", QoS.AT_MOST_ONCE, new Recorder()),
					MqttSubscribeException.class);
			assertThat(failure).hasMessage("The broker allows no wildcards in topic filters, so that 'a/#' was not "
					+ "asked for; subscribe to each topic by its name");
			assertThat(failure.reasonCode()).isEqualTo(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
			failure = ClientFixture.awaitFailure(
					fixture.client.subscribeAsync("$share/g/a", QoS.AT_MOST_ONCE, new Recorder()),
					MqttSubscribeException.class);
			assertThat(failure).hasMessage(
					"The broker has no shared subscriptions, so that '$share/g/a' was not asked for; subscribe to 'a' instead");
			assertThat(failure.reasonCode()).isEqualTo(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, new Recorder());
			assertThat(ClientFixture.grant(connection).requests())
				.containsExactly(new Subscribe.Request("a", SubscribeOptions.of(QoS.AT_MOST_ONCE)));
		}
	}

	@Test
	void subscriptionThatDoesNotFitAloneFails() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.MAXIMUM_PACKET_SIZE, 40L).build());
			ClientFixture.await(connected);
			assertThat(ClientFixture
				.awaitFailure(fixture.client.subscribeAsync("a".repeat(50), QoS.AT_MOST_ONCE, new Recorder()),
						MqttSubscribeException.class)
				.reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
		}
	}

	@Test
	void acknowledgementsAreSentBeforeDisconnect() {
		Recorder handler = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.blockWrites(true);
			connection.send(ClientFixture.publish(1, "a", "1", QoS.AT_LEAST_ONCE));
			connection.awaitBlockedWriter();
			connection.send(ClientFixture.publish(2, "a", "2", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(0, "a", "3", QoS.AT_MOST_ONCE));
			handler.next();
			handler.next();
			// The second one has been acknowledged when the third one is handled
			handler.next();
			fixture.client.disconnectAsync();
			connection.blockWrites(false);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			connection.expect(Disconnect.class);
		}
	}

	@Test
	void attemptsThatHangDoNotPileUp() {
		AtomicInteger hanging = new AtomicInteger();
		CountDownLatch released = new CountDownLatch(1);
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)).credentials(() -> {
					hanging.incrementAndGet();
					awaitUninterruptibly(released);
					return Credentials.of("alice", "secret");
				}))) {
			fixture.client.connectAsync();
			for (int i = 1; i <= 4; i++) {
				int attempts = i;
				Awaitility.await().until(() -> hanging.get() == attempts);
				fixture.timer.advance(ClientFixture.CONNECT_TIMEOUT);
				fixture.timer.advance(Duration.ofMillis(500L << (i - 1)));
			}
			fixture.timer.advance(Duration.ofMinutes(10));
			assertThat(hanging).hasValue(4);
			released.countDown();
			// Those that have ended make room for another one
			Awaitility.await().until(() -> {
				fixture.timer.advance(ClientFixture.CONNECT_TIMEOUT);
				return fixture.broker.hasConnection();
			});
		}
		finally {
			released.countDown();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// As bad suppliers do
			}
		}
	}

	@Test
	void credentialsThatFailWithACheckedExceptionFailTheConnectAtOnce() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.credentials(() -> sneak(() -> {
					throw new Exception("vault is sealed");
				})))) {
			assertThat(ClientFixture.awaitFailure(fixture.client.connectAsync(), MqttConnectionException.class))
				.hasRootCauseMessage("vault is sealed");
		}
	}

	@SuppressWarnings("unchecked")
	private static <T, E extends Throwable> T sneak(Callable<T> action) throws E {
		try {
			return action.call();
		}
		catch (Exception ex) {
			throw (E) ex;
		}
	}

	@Test
	void connectionThatIsLostWhileTheClientDisconnectsIsReportedAsSuch() {
		List<String> events = Collections.synchronizedList(new ArrayList<>());
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.listener(new MqttClientListener() {

					@Override
					public void disconnected(@Nullable MqttException failure) {
						events.add("disconnected: " + ((failure != null) ? failure.getMessage() : null));
					}

					@Override
					public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
						events.add("connectFailed");
					}

				}))) {
			FakeConnection connection = fixture.connect();
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			connection.close();
			ClientFixture.await(disconnected);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(events).containsExactly("disconnected: The broker closed the connection"));
			fixture.connect();
		}
	}

	@Test
	void interruptOfOneHandlerDoesNotReachTheNextOne() {
		List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				interrupted.add(Thread.currentThread().isInterrupted());
				Thread.currentThread().interrupt();
			});
			connection.send(ClientFixture.publish(1, "a", "1", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "2", QoS.AT_LEAST_ONCE));
			connection.expect(Puback.class);
			connection.expect(Puback.class);
			assertThat(interrupted).containsExactly(false, false);
		}
	}

	@Test
	void connectAfterDisconnectResumesTheSession() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(disconnected);
			fixture.client.connectAsync();
			assertThat(fixture.broker.awaitConnection().expect(Connect.class).cleanStart()).isFalse();
		}
	}

	@Test
	void stagesOfASubscribeSeeTheFailureItself() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Throwable> failure = fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, new Recorder())
				.handle((subscription, ex) -> ex);
			connection.send(new Suback(connection.expect(Subscribe.class).packetIdentifier(),
					List.of(ReasonCode.NOT_AUTHORIZED), Properties.NONE));
			assertThat(ClientFixture.await(failure)).isInstanceOf(MqttSubscribeException.class);
		}
	}

}
