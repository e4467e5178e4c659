package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for receiving messages.
 */
class ReceiveTests {

	@ParameterizedTest
	@EnumSource
	void handlersGetTheMessagesInOrder(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			Recorder handler = new Recorder();
			FakeConnection connection = fixture.connectAndSubscribe("a/#", handler);
			connection.send(ClientFixture.publish(0, "a/1", "x", QoS.AT_MOST_ONCE),
					ClientFixture.publish(1, "a/2", "y", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(0, "a/3", "z", QoS.AT_MOST_ONCE));
			assertThat(handler.next().topic()).isEqualTo("a/1");
			MqttMessage message = handler.next();
			assertThat(message.topic()).isEqualTo("a/2");
			assertThat(message.payloadAsString()).isEqualTo("y");
			assertThat(message.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
			assertThat(handler.next().topic()).isEqualTo("a/3");
			assertThat(fixture.client.statistics().messagesReceived()).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@EnumSource
	void qos1IsAcknowledgedAfterTheHandlerHasReturned(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version); Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			// Whatever is sent while the handler runs comes before the acknowledgement
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			gate.open();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(7);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.3.3-10")
	void qos2IsHandledOnceAlthoughItIsSentAgain(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> (version == ProtocolVersion.MQTT_5)
				? builder.sessionExpiry(Duration.ofHours(1)) : builder.cleanStart(false))) {
			Recorder handler = new Recorder();
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(7);
			handler.next();
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true);
			again.send(ClientFixture.publish(7, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(again.expect(Pubrec.class).packetIdentifier()).isEqualTo(7);
			again.send(new Pubrel(7));
			assertThat(again.expect(Pubcomp.class).reasonCode()).isEqualTo(ReasonCode.SUCCESS);
			again.send(ClientFixture.publish(7, "a", "another", QoS.EXACTLY_ONCE));
			assertThat(handler.next().payloadAsString()).isEqualTo("another");
		}
	}

	@Test
	@ExpectedErrors("Handler for 'bad' failed")
	void failedHandlerDoesNotBlockTheWindowOfASessionThatEndsWithTheConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("bad", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(ClientFixture.publish(1, "bad", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
		}
	}

	@Test
	@ExpectedErrors("Handler for 'bad' failed")
	void failedHandlerIsNeverFollowedByAnAcknowledgementThatNobodyHasChosen() {
		Recorder other = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			ClientFixture.await(fixture.client.subscribeAsync("ok", QoS.AT_LEAST_ONCE, other));
			FakeConnection connection = fixture.connectAndSubscribe("bad", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(ClientFixture.publish(1, "bad", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "ok", "y", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
		}
	}

	@Test
	void handlerThatCancelsLeavesTheMessageUnacknowledgedAndIsNoFailure() {
		Recorder other = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			ClientFixture.await(fixture.client.subscribeAsync("ok", QoS.AT_LEAST_ONCE, other));
			FakeConnection connection = fixture.connectAndSubscribe("late", (message) -> {
				throw new CancellationException("about to stop");
			});
			connection.send(ClientFixture.publish(1, "late", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "ok", "y", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			assertThat(fixture.client.statistics().handlerFailures()).isZero();
		}
	}

	@Test
	void brokerMayExceedTheReceiveMaximumWithWhatItSendsAgain() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).receiveMaximum(1)); Gate gate = new Gate()) {
			ClientFixture.await(fixture.client.subscribeAsync("a", QoS.AT_LEAST_ONCE, gate));
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			ClientFixture.grant(connection);
			for (int i = 1; i <= 5; i++) {
				connection.send(ClientFixture.publish(i, "a", "x", QoS.AT_LEAST_ONCE));
			}
			// One more than allowed shows that there are too many: then nothing is read
			Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 2);
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			assertThat(fixture.client.statistics().messagesReceived()).isEqualTo(2);
			gate.open();
			for (int i = 1; i <= 5; i++) {
				assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(i);
			}
		}
	}

	@Test
	@ExpectedErrors("Handler for 'bad' failed")
	void failedHandlerLeavesTheMessageUnacknowledgedAndHurtsNobody() {
		BlockingQueue<Object> failures = new LinkedBlockingQueue<>();
		Recorder other = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			fixture.client.addListener(new MqttClientListener() {

				@Override
				public void handlerFailed(MqttMessage message, Throwable failure) {
					failures.add(failure);
				}

			});
			ClientFixture.await(fixture.client.subscribeAsync("ok", QoS.AT_LEAST_ONCE, other));
			FakeConnection connection = fixture.connectAndSubscribe("bad", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(ClientFixture.publish(1, "bad", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "ok", "y", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			other.next();
			assertThat(fixture.client.statistics().handlerFailures()).isOne();
			Awaitility.await().untilAsserted(() -> assertThat(failures).hasSize(1));
		}
	}

	@Test
	@ExpectedErrors("Handler for 'bad' failed")
	void failedHandlerRefusesTheMessageIfConfigured() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.onHandlerFailure(HandlerFailurePolicy.REJECT))) {
			FakeConnection connection = fixture.connectAndSubscribe("bad", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(ClientFixture.publish(1, "bad", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
		}
	}

	@Test
	@ExpectedErrors("Handler for 'bad' failed")
	void failedHandlerAcceptsTheMessageOfMqtt311WhichCannotBeRefused() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.onHandlerFailure(HandlerFailurePolicy.REJECT))) {
			FakeConnection connection = fixture.connectAndSubscribe("bad", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(ClientFixture.publish(1, "bad", "x", QoS.EXACTLY_ONCE));
			connection.expect(Pubrec.class);
			connection.send(ClientFixture.publish(1, "bad", "x", QoS.EXACTLY_ONCE));
			connection.expect(Pubrec.class);
			connection.send(new Pubrel(1));
			connection.expect(Pubcomp.class);
			assertThat(fixture.client.statistics().handlerFailures()).isOne();
		}
	}

	@Test
	void overlappingFiltersCallAllTheirHandlers() {
		Recorder one = new Recorder();
		Recorder two = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			ClientFixture.await(fixture.client.subscribeAsync("a/+", QoS.AT_MOST_ONCE, one));
			FakeConnection connection = fixture.connectAndSubscribe("a/#", two);
			connection.send(ClientFixture.publish(0, "a/b", "x", QoS.AT_MOST_ONCE));
			one.next();
			two.next();
		}
	}

	@Test
	void messagesThatNobodyWantsGoToTheDefaultHandler() {
		Recorder byDefault = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).defaultHandler(byDefault))) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			connection.send(ClientFixture.publish(3, "left/behind", "x", QoS.AT_LEAST_ONCE));
			assertThat(byDefault.next().topic()).isEqualTo("left/behind");
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(3);
		}
	}

	@Test
	void messageThatNobodyWantsYetWaitsForItsHandler() {
		Recorder late = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			ClientFixture.await(connected);
			connection.send(ClientFixture.publish(3, "left/behind", "x", QoS.AT_LEAST_ONCE));
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			fixture.client.subscribeAsync("left/#", QoS.AT_LEAST_ONCE, late);
			ClientFixture.grant(connection);
			late.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(3);
			assertThat(fixture.client.statistics().messagesUnmatched()).isZero();
		}
	}

	@Test
	void messageThatWaitedForItsHandlerComesBeforeLaterOnes() {
		Recorder late = new Recorder();
		CompletableFuture<MqttMessage> busy = new CompletableFuture<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.cleanStart(false));
				Gate gate = new Gate()) {
			fixture.client.register("gate", SubscribeOptions.of(QoS.AT_LEAST_ONCE), (message) -> {
				busy.complete(message);
				gate.handle(message);
			});
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			ClientFixture.grant(connection);
			connection.send(ClientFixture.publish(1, "left/behind", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "gate", "", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(3, "left/behind", "y", QoS.AT_LEAST_ONCE));
			ClientFixture.awaitRead(connection);
			ClientFixture.await(busy);
			fixture.client.subscribeAsync("left/#", QoS.AT_LEAST_ONCE, late);
			gate.open();
			assertThat(late.next().payloadAsString()).isEqualTo("x");
			assertThat(late.next().payloadAsString()).isEqualTo("y");
		}
	}

	@Test
	void messageOfAnUnsubscribedTopicWaitsForNoHandler() {
		Recorder other = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false))) {
			SubscribeOptions options = SubscribeOptions.of(QoS.AT_LEAST_ONCE);
			Subscription subscription = fixture.client.register("a", options, new Recorder());
			fixture.client.register("b", options, other);
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			ClientFixture.await(connected);
			ClientFixture.grant(connection);
			ClientFixture.grant(connection);
			subscription.close();
			connection.expect(Unsubscribe.class);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "b", "y", QoS.AT_LEAST_ONCE));
			other.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			assertThat(fixture.client.statistics().messagesUnmatched()).isOne();
		}
	}

	@Test
	void messageThatNobodyWantsIsRefusedAndCountedWhenItsTimeIsOver() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).keepAlive(Duration.ZERO))) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			connection.send(ClientFixture.publish(3, "left/behind", "x", QoS.EXACTLY_ONCE),
					ClientFixture.publish(0, "left/behind", "x", QoS.AT_MOST_ONCE));
			Awaitility.await().until(() -> fixture.client.statistics().messagesUnmatched() == 1);
			fixture.timer.advanceTo(ClientFixture.OPERATION_TIMEOUT);
			Pubrec refusal = connection.expect(Pubrec.class);
			assertThat(refusal.packetIdentifier()).isEqualTo(3);
			assertThat(refusal.reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			assertThat(fixture.client.statistics().messagesUnmatched()).isEqualTo(2);
		}
	}

	@Test
	void blockingCallInAHandlerFailsAtOnceAndSaysWhatToDo() throws Exception {
		BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				try {
					fixture.client.publish(MqttMessage.of("b", "x"));
				}
				catch (IllegalStateException ex) {
					failures.add(ex);
				}
			});
			connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			assertThat(failures.poll(10, TimeUnit.SECONDS)).hasMessage("A handler, listener or future stage must not "
					+ "wait for its own client: call publishAsync() instead of publish()");
		}
	}

	@Test
	void everyAsynchronousCallIsPossibleInAHandler() {
		Recorder answers = new Recorder();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			MessageHandler handler = (message) -> {
				fixture.client.publishAsync(MqttMessage.of("b", "x"));
				fixture.client.subscribeAsync("c", QoS.AT_MOST_ONCE, answers);
				fixture.client.pingAsync();
			};
			FakeConnection connection = fixture.connectAndSubscribe("a", handler);
			connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			boolean published = false;
			boolean subscribed = false;
			boolean pinged = false;
			for (int i = 0; i < 3; i++) {
				Packet packet = connection.expect(Packet.class);
				published |= packet instanceof Publish;
				subscribed |= packet instanceof Subscribe;
				pinged |= packet instanceof Pingreq;
			}
			assertThat(published && subscribed && pinged).isTrue();
		}
	}

	@Test
	void stagesOfAFutureRunOnAThreadOfTheClientThatDoesNoInputOrOutput() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<String> thread = fixture.client
				.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE))
				.thenApply((result) -> Thread.currentThread().getName());
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			assertThat(ClientFixture.await(thread)).isEqualTo("mqtt-meter-7-callbacks");
		}
	}

	@Test
	void messagesOfQos0AreDroppedAndCountedWhenTheHandlerIsTooSlow() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxMessages(2));
				Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			for (int i = 0; i < 5; i++) {
				connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			}
			Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 5);
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(3);
		}
	}

	@Test
	@Mqtt3("MQTT-4.8.0-2")
	void clientStopsReadingWhenTooManyMessagesOfMqtt311Wait() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.receiveMaximum(2)); Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			for (int i = 1; i <= 5; i++) {
				connection.send(ClientFixture.publish(i, "a", "x", QoS.AT_LEAST_ONCE));
			}
			Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 2);
			// Nothing is read, but what is to be sent is sent
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			fixture.timer.advance(Duration.ofSeconds(20));
			assertThat(fixture.client.statistics().messagesReceived()).isEqualTo(2);
			gate.open();
			for (int i = 1; i <= 5; i++) {
				assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(i);
			}
		}
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void brokerThatExceedsTheReceiveMaximumIsLeft() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.receiveMaximum(1));
				Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
		}
	}

}
