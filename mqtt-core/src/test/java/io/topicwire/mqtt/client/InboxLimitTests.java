package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.stream.Stream;

import io.topicwire.mqtt.AcknowledgeableMessage;
import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that are slower than the broker.
 */
class InboxLimitTests {

	private final HeldHandler handler = new HeldHandler();

	private final Recorder other = new Recorder();

	private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

	@ParameterizedTest
	@EnumSource
	@Mqtt3("MQTT-4.8.0-2")
	void clientStopsReadingWhenTheMessagesThatWaitTakeTooManyBytes(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version, (builder) -> builder.inboxLimit(100));
				HeldHandler handler = this.handler) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			for (int i = 1; i <= 5; i++) {
				connection.send(publish(i, "a", 40));
			}
			awaitReceived(fixture, 3);
			// Nothing is read, but what is to be sent is sent
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			assertThat(fixture.client.statistics().messagesReceived()).isEqualTo(3);
			handler.awaitRunning(1);
			handler.release(0);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			awaitReceived(fixture, 4);
			handler.close();
			for (int i = 2; i <= 5; i++) {
				assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(i);
			}
			assertThat(fixture.client.statistics().messagesDropped()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.2-20")
	void brokerIsPingedAndNotTakenForDeadWhileNothingIsRead(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version,
				(builder) -> builder.inboxLimit(10).keepAlive(Duration.ofSeconds(20)));
				HeldHandler handler = this.handler) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.send(publish(1, "a", 10), publish(2, "a", 10));
			awaitPaused();
			for (int i = 0; i < 3; i++) {
				fixture.timer.advance(Duration.ofSeconds(18));
				connection.expect(Pingreq.class);
				// The client knows that it has written the PINGREQ when it writes more
				fixture.expectNothing(connection);
			}
			assertThat(fixture.client.statistics().messagesReceived()).isOne();
			handler.close();
			connection.expect(Puback.class);
			connection.expect(Puback.class);
			connection.send(Pingresp.INSTANCE, Pingresp.INSTANCE, Pingresp.INSTANCE);
			Awaitility.await().until(() -> fixture.client.status().lastPingLatency() != null);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageThatIsLargerThanTheInboxIsHandledWhenNoOtherWaits(QoS qos) {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxLimit(1));
				HeldHandler handler = this.handler) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.send(new Publish((qos != QoS.AT_MOST_ONCE) ? 1 : 0, false,
					MqttMessage.of("a", new byte[50]).qos(qos), 0));
			handler.awaitRunning(1);
			assertThat(fixture.client.statistics().messagesDropped()).isZero();
		}
	}

	@Test
	void messageThatIsAcknowledgedLaterTakesAPlaceButNoBytes() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxLimit(10))) {
			BlockingQueue<Acknowledgement> acknowledgements = new LinkedBlockingQueue<>();
			fixture.client.register("a", SubscribeOptions.of(QoS.AT_LEAST_ONCE),
					(message, acknowledgement) -> acknowledgements.add(acknowledgement));
			FakeConnection connection = fixture.connect();
			ClientFixture.grant(connection);
			connection.send(publish(1, "a", 10), publish(2, "a", 10), publish(3, "a", 10));
			Awaitility.await().until(() -> acknowledgements.size() == 3);
			acknowledgements.forEach(Acknowledgement::acknowledge);
			for (int i = 1; i <= 3; i++) {
				assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(i);
			}
		}
	}

	@Test
	void messagesOfQos0ThatTakeTooManyBytesAreDroppedCountedAndToldOnce() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxLimit(100));
				HeldHandler handler = this.handler;
				LogRecorder log = new LogRecorder()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			for (int i = 1; i <= 5; i++) {
				connection.send(publish("a", "message " + i + "-".repeat(30)));
			}
			awaitReceived(fixture, 5);
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(3);
			log.await(Level.WARNING,
					"Handlers are too slow: messages of QoS 0 are dropped, the first one to topic 'a'");
			handler.close();
			handler.awaitBegun(2);
			ClientFixture.awaitRead(connection);
			assertThat(handler.payloads()).extracting((payload) -> payload.substring(0, 9))
				.containsExactly("message 1", "message 2");
			assertThat(next()).startsWith("message 3");
			assertThat(this.reports).isEmpty();
		}
	}

	@Test
	void oldestMessagesOfQos0AreDroppedIfTheyAreTo() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxMessages(3).onInboxOverflow(InboxOverflowPolicy.DROP_OLDEST));
				HeldHandler handler = this.handler) {
			FakeConnection connection = fixture.connectAndSubscribe("#", handler);
			connection.send(publish("a", "1"));
			handler.awaitRunning(1);
			for (int i = 2; i <= 7; i++) {
				connection.send(publish("topic/" + i, String.valueOf(i)));
			}
			awaitReceived(fixture, 7);
			handler.close();
			handler.awaitBegun("1", "6", "7");
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(4);
			assertThat(next()).isEqualTo("2");
		}
	}

	@Test
	void asManyOfTheOldestMessagesAreDroppedAsTheNewOneNeeds() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxLimit(100)
					.handlerConcurrency(2)
					.onInboxOverflow(InboxOverflowPolicy.DROP_OLDEST));
				HeldHandler handler = this.handler) {
			FakeConnection connection = fixture.connectAndSubscribe("#", handler);
			connection.send(publish("a", "1"));
			connection.send(publish("b", "2"));
			handler.awaitRunning(2);
			for (int i = 3; i <= 6; i++) {
				connection.send(publish("c", i + "-".repeat(20)));
			}
			connection.send(publish("d", "7".repeat(69)));
			// Larger than all the room there is, while others are being handled
			connection.send(publish("e", "8".repeat(99)));
			awaitReceived(fixture, 8);
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(4);
			handler.close();
			handler.awaitBegun(4);
			assertThat(handler.payloads()).extracting((payload) -> payload.substring(0, 1))
				.containsExactlyInAnyOrder("1", "2", "6", "7");
		}
	}

	@ParameterizedTest
	@EnumSource
	void brokerHasToWaitForHandlersOfQos0IfItIsTo(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version,
				(builder) -> builder.inboxMessages(2).onInboxOverflow(InboxOverflowPolicy.STOP_READING));
				HeldHandler handler = this.handler) {
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			for (int i = 1; i <= 5; i++) {
				connection.send(publish("a", String.valueOf(i)));
			}
			awaitReceived(fixture, 2);
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			assertThat(fixture.client.statistics().messagesReceived()).isEqualTo(2);
			handler.close();
			handler.awaitBegun("1", "2", "3", "4", "5");
			assertThat(fixture.client.statistics().messagesDropped()).isZero();
		}
	}

	@Test
	void brokerHasToWaitForTheDemandOfASubscriberIfItIsTo() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxMessages(2).onInboxOverflow(InboxOverflowPolicy.STOP_READING))) {
			Subscriber subscriber = new Subscriber();
			fixture.client.acknowledgeableMessages("a", SubscribeOptions.of(QoS.AT_MOST_ONCE)).subscribe(subscriber);
			FakeConnection connection = fixture.connect();
			ClientFixture.grant(connection);
			for (int i = 1; i <= 5; i++) {
				connection.send(publish("a", String.valueOf(i)));
			}
			awaitReceived(fixture, 2);
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			assertThat(fixture.client.statistics().messagesReceived()).isEqualTo(2);
			ClientFixture.await(subscriber.subscription).request(5);
			// None of them is acknowledged
			for (int i = 1; i <= 5; i++) {
				assertThat(this.other.next().payloadAsString()).isEqualTo(String.valueOf(i));
			}
			assertThat(fixture.client.statistics().messagesDropped()).isZero();
		}
	}

	@Test
	void handlersGoOnAlthoughASubscriberWithoutDemandKeepsMoreThanHalfOfTheInbox() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxMessages(4).onInboxOverflow(InboxOverflowPolicy.STOP_READING));
				HeldHandler handler = this.handler) {
			Subscriber subscriber = new Subscriber();
			fixture.client.acknowledgeableMessages("a", SubscribeOptions.of(QoS.AT_MOST_ONCE)).subscribe(subscriber);
			FakeConnection connection = fixture.connect();
			ClientFixture.grant(connection);
			CompletableFuture<?> subscribed = fixture.client.subscribeAsync("b", QoS.AT_MOST_ONCE, handler);
			ClientFixture.grant(connection);
			ClientFixture.await(subscribed);
			connection.send(publish("a", "1"), publish("a", "2"), publish("a", "3"), publish("b", "4"));
			awaitReceived(fixture, 4);
			handler.awaitRunning(1);
			connection.send(publish("b", "5"));
			handler.release(0);
			handler.awaitBegun("4", "5");
		}
	}

	@Test
	void subscriberThatCancelsLetsTheClientReadOn() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxMessages(2).onInboxOverflow(InboxOverflowPolicy.STOP_READING))) {
			Subscriber subscriber = new Subscriber();
			fixture.client.acknowledgeableMessages("a", SubscribeOptions.of(QoS.AT_MOST_ONCE)).subscribe(subscriber);
			FakeConnection connection = fixture.connect();
			ClientFixture.grant(connection);
			connection.send(publish("a", "1"), publish("a", "2"));
			awaitReceived(fixture, 2);
			ClientFixture.await(subscriber.subscription).cancel();
			connection.expect(Unsubscribe.class);
			ClientFixture.awaitRead(connection);
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(2);
		}
	}

	@Test
	void messagesForAStuckHandlerLeaveRoomForThoseOfOthers() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxLimit(100).sessionExpiry(Duration.ofHours(1)).keepAlive(Duration.ZERO));
				HeldHandler handler = this.handler;
				LogRecorder log = new LogRecorder()) {
			fixture.client.register("other", SubscribeOptions.of(QoS.AT_LEAST_ONCE), this.other);
			FakeConnection connection = fixture.connectAndSubscribe("stuck", handler);
			connection.send(publish(1, "stuck", 120));
			handler.awaitRunning(1);
			fixture.timer.advanceTo(Duration.ofSeconds(60));
			for (int i = 2; i <= 5; i++) {
				connection.send(publish(i, "stuck", 40));
			}
			connection.send(publish(6, "other", 99));
			assertThat(this.other.next().topic()).isEqualTo("other");
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(6);
			log.await(Level.WARNING, "its messages take too much room");
			handler.close();
			handler.awaitBegun(2);
			FakeConnection again = fixture.reconnect(connection).accept(true);
			for (int i = 1; i <= 5; i++) {
				again.send(publish(i, "stuck", 40));
			}
			for (int i = 1; i <= 5; i++) {
				assertThat(again.expect(Puback.class).packetIdentifier()).isEqualTo(i);
			}
		}
	}

	@Test
	void messagesForSeveralStuckHandlersTogetherLeaveRoomForThoseOfOthers() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxLimit(100)
					.handlerConcurrency(2)
					.sessionExpiry(Duration.ofHours(1))
					.keepAlive(Duration.ZERO));
				HeldHandler handler = this.handler;
				LogRecorder log = new LogRecorder()) {
			fixture.client.register("other", SubscribeOptions.of(QoS.AT_LEAST_ONCE), this.other);
			FakeConnection connection = fixture.connectAndSubscribe("stuck/#", handler);
			connection.send(publish(1, "stuck/1", 10), publish(2, "stuck/2", 10));
			handler.awaitRunning(2);
			fixture.timer.advanceTo(Duration.ofSeconds(60));
			for (int i = 3; i <= 6; i++) {
				connection.send(publish(i, "stuck/" + (1 + i % 2), 40));
			}
			connection.send(publish(7, "other", 49));
			assertThat(this.other.next().topic()).isEqualTo("other");
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(7);
			log.await(Level.WARNING, "its messages take too much room");
		}
	}

	@Test
	void oldestMessagesOfQos0ForAStuckHandlerAreDroppedIfTheyAreTo() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.inboxLimit(100).onInboxOverflow(InboxOverflowPolicy.DROP_OLDEST));
				HeldHandler handler = this.handler) {
			fixture.client.register("other", SubscribeOptions.of(QoS.AT_LEAST_ONCE), this.other);
			FakeConnection connection = fixture.connectAndSubscribe("stuck", handler);
			connection.send(publish("stuck", "s1"));
			handler.awaitRunning(1);
			fixture.timer.advanceTo(Duration.ofSeconds(60));
			for (int i = 2; i <= 6; i++) {
				connection.send(publish("stuck", "s" + i + "-".repeat(40)), publish("other", "o" + i));
				this.other.next();
			}
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(3);
			handler.close();
			handler.awaitBegun(3);
			assertThat(handler.payloads()).extracting((payload) -> payload.substring(0, 2))
				.isEqualTo(List.of("s1", "s5", "s6"));
			assertThat(next()).startsWith("s2");
		}
	}

	private ClientFixture fixture(ProtocolVersion version, UnaryOperator<MqttClientBuilder> settings) {
		MqttClientListener listener = new MqttClientListener() {

			@Override
			public void messagesDropped(MqttMessage first) {
				InboxLimitTests.this.reports.add(first.payloadAsString());
			}

		};
		return new ClientFixture(version, (builder) -> settings.apply(builder).listener(listener));
	}

	private String next() {
		try {
			return this.reports.poll(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void awaitReceived(ClientFixture fixture, int count) {
		Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == count);
	}

	private static void awaitPaused() {
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.values()
				.stream()
				.flatMap(Stream::of)
				.anyMatch((frame) -> frame.getMethodName().equals("awaitRoom")));
	}

	private static Publish publish(String topic, String payload) {
		return ClientFixture.publish(0, topic, payload, QoS.AT_MOST_ONCE);
	}

	private static Publish publish(int packetIdentifier, String topic, int size) {
		return new Publish(packetIdentifier, false,
				MqttMessage.of(topic, new byte[size - topic.length()]).qos(QoS.AT_LEAST_ONCE), 0);
	}

	/**
	 * Subscriber that acknowledges nothing.
	 */
	private final class Subscriber implements Flow.Subscriber<AcknowledgeableMessage> {

		private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription.complete(subscription);
		}

		@Override
		public void onNext(AcknowledgeableMessage message) {
			InboxLimitTests.this.other.handle(message.message());
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onComplete() {
		}

	}

}
