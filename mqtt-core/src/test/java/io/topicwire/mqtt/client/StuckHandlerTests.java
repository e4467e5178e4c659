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
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for handlers that do not return.
 */
class StuckHandlerTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final HeldHandler stuck = new HeldHandler();

	private final Recorder other = new Recorder();

	@ParameterizedTest
	@EnumSource
	void othersGoOnWithoutAHandlerThatDoesNotReturn(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "other", "o1"));
			stuck.awaitBegun("s1");
			ClientFixture.awaitRead(connection);
			assertThat(this.other.isEmpty()).isTrue();
			fixture.timer.advanceTo(LIMIT);
			assertThat(this.other.next().payloadAsString()).isEqualTo("o1");
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			connection.send(publish(3, "other", "o2"));
			assertThat(this.other.next().payloadAsString()).isEqualTo("o2");
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(3);
			assertThat(fixture.client.statistics().handlersStuck()).isOne();
		}
	}

	@Test
	void othersWaitForAHandlerUntilItsTimeIsOver() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "other", "o1"));
			stuck.awaitBegun("s1");
			fixture.timer.awaitTask(LIMIT);
			fixture.timer.advance(LIMIT.minusNanos(1));
			ClientFixture.awaitRead(connection);
			assertThat(this.other.isEmpty()).isTrue();
			assertThat(fixture.client.statistics().handlersStuck()).isZero();
			stuck.release(0);
			this.other.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
		}
	}

	@Test
	void timeIsMeasuredFromTheBeginningOfEachCall() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "stuck", "s2"));
			stuck.awaitBegun("s1");
			fixture.timer.awaitTask(LIMIT);
			fixture.timer.advance(Duration.ofSeconds(40));
			stuck.release(0);
			stuck.awaitBegun("s1", "s2");
			connection.expect(Puback.class);
			fixture.timer.advance(Duration.ofSeconds(59));
			assertThat(fixture.client.statistics().handlersStuck()).isZero();
			fixture.timer.advanceTo(Duration.ofSeconds(1));
			assertThat(fixture.client.statistics().handlersStuck()).isOne();
		}
	}

	@Test
	void messagesForTheStuckHandlerWaitForItAndAreHandledInTheirOrder() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			connection.send(publish(2, "stuck", "s2"), publish(0, "stuck", "s3"), publish(4, "stuck", "s4"),
					publish(5, "other", "o1"));
			this.other.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(5);
			connection.send(publish(6, "stuck", "s5"));
			ClientFixture.awaitRead(connection);
			for (String payloads : List.of("s2", "s3", "s4", "s5")) {
				assertThat(stuck.payloads()).doesNotContain(payloads);
				stuck.release(0);
				stuck.awaitRunning(1);
				assertThat(stuck.payloads()).endsWith(payloads);
			}
		}
	}

	@Test
	void serialOrderIsBackWhenTheHandlerHasReturned() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			connection.send(publish(2, "stuck", "s2"));
			ClientFixture.awaitRead(connection);
			stuck.release(0);
			stuck.awaitBegun("s1", "s2");
			connection.expect(Puback.class);
			connection.send(publish(3, "other", "o1"));
			ClientFixture.awaitRead(connection);
			assertThat(this.other.isEmpty()).isTrue();
			stuck.release(0);
			this.other.next();
		}
	}

	@Test
	void otherHandlersOfTheSameMessageGetItToo() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_3_1_1); HeldHandler stuck = this.stuck) {
			fixture.client.register("a/#", SubscribeOptions.of(QoS.AT_LEAST_ONCE), stuck);
			FakeConnection connection = fixture.connectAndSubscribe("a/+", this.other);
			connection.send(publish(1, "a/b", "1"));
			stuck.awaitRunning(1);
			boolean before = !this.other.isEmpty();
			fixture.timer.advanceTo(LIMIT);
			connection.send(publish(2, "a/b", "2"));
			assertThat(this.other.next().payloadAsString()).isEqualTo("1");
			assertThat(this.other.next().payloadAsString()).isEqualTo("2");
			assertThat(before).isFalse();
			stuck.close();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
		}
	}

	@Test
	void stuckHandlerIsReportedOnceWithItsStackAndWithoutThePayload() throws Exception {
		BlockingQueue<Object> events = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5);
				HeldHandler stuck = this.stuck;
				LogRecorder log = new LogRecorder()) {
			fixture.client.addListener(new MqttClientListener() {

				@Override
				public void handlerStuck(MqttMessage message, Duration elapsed) {
					events.add(message.topic() + " " + elapsed);
				}

			});
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "secret"));
			stuck.awaitBegun("secret");
			fixture.timer.advanceTo(LIMIT);
			assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("stuck PT1M");
			String line = log.await(Level.WARNING, "has not returned");
			assertThat(line).startsWith(
					"[meter-7] Handler for 'stuck' has not returned for 60000 ms with a message of QoS 1 to topic "
							+ "'stuck'; its messages wait, other handlers go on without it. Thread mqtt-meter-7-handlers is at")
				.contains("HeldHandler.handle(HeldHandler.java:")
				.doesNotContain("secret");
			fixture.timer.advance(LIMIT.multipliedBy(3));
			assertThat(fixture.client.statistics().handlersStuck()).isOne();
			stuck.release(0);
			log.await(Level.INFO, "Handler for 'stuck' has returned after 240000 ms");
			assertThat(events).isEmpty();
			assertThat(log.messages(Level.WARNING)).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageIsAcknowledgedWhenItsHandlerReturnsIfNoLaterOneWas(ProtocolVersion version) {
		try (ClientFixture fixture = fixture(version); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "stuck", "s2"),
					ClientFixture.publish(3, "stuck", "s3", QoS.EXACTLY_ONCE));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			stuck.close();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(3);
			connection.send(new Pubrel(3));
			connection.expect(Pubcomp.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.6.0-2")
	@Mqtt3("MQTT-4.6.0-2")
	void messageOfQos1ThatWasOvertakenIsLeftToTheNextConnection(ProtocolVersion version) {
		try (ClientFixture fixture = withLastingSession(version); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "other", "o1"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			this.other.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			stuck.release(0);
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.send(publish(1, "stuck", "s1"));
			stuck.awaitBegun("s1", "s1");
			stuck.release(0);
			assertThat(again.expect(Puback.class).packetIdentifier()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-4.6.0-3", "MQTT-4.3.3-10" })
	@Mqtt3({ "MQTT-4.6.0-3", "MQTT-4.3.3-2" })
	void messageOfQos2ThatWasOvertakenIsOnlyAnsweredOnTheNextConnection(ProtocolVersion version) {
		try (ClientFixture fixture = withLastingSession(version); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "stuck", "s1", QoS.EXACTLY_ONCE), publish(2, "other", "o1"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			this.other.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			stuck.release(0);
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.send(ClientFixture.publish(1, "stuck", "s1", QoS.EXACTLY_ONCE));
			assertThat(again.expect(Pubrec.class).packetIdentifier()).isEqualTo(1);
			again.send(new Pubrel(1));
			again.expect(Pubcomp.class);
			assertThat(stuck.begun()).hasSize(1);
		}
	}

	@Test
	void messageOfQos2WhoseHandlerIsStuckHoldsBackNothingOnTheNextConnectionEither() {
		try (ClientFixture fixture = withLastingSession(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "stuck", "s1", QoS.EXACTLY_ONCE));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.send(ClientFixture.publish(1, "stuck", "s1", QoS.EXACTLY_ONCE), publish(2, "other", "o1"));
			assertThat(again.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			assertThat(stuck.begun()).hasSize(1);
		}
	}

	@Test
	void copiesThatTheBrokerSendsAgainDoNotPileUp() {
		try (ClientFixture fixture = withLastingSession(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "stuck", "s2"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			ClientFixture.awaitRead(connection);
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.send(publish(1, "stuck", "s1"), publish(2, "stuck", "s2"));
			ClientFixture.awaitRead(again);
			stuck.close();
			assertThat(again.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			assertThat(again.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			assertThat(stuck.payloads()).containsExactly("s1", "s1", "s2");
		}
	}

	@Test
	void handlerThatIsStuckAgainIsReportedAgain() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "stuck", "s2"), publish(3, "stuck", "s3"));
			for (int i = 1; i <= 3; i++) {
				long count = i;
				stuck.awaitRunning(1);
				fixture.timer.advanceTo(LIMIT);
				assertThat(fixture.client.statistics().handlersStuck()).isEqualTo(count);
				connection.send(publish(10 + i, "other", "o"));
				this.other.next();
				stuck.release(0);
			}
			assertThat(stuck.payloads()).containsExactly("s1", "s2", "s3");
		}
	}

	@Test
	void parallelHandlersOfOtherTopicsGoOn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.keepAlive(Duration.ZERO).handlerConcurrency(2)); HeldHandler stuck = this.stuck) {
			FakeConnection connection = fixture.connectAndSubscribe("stuck/+", stuck);
			connection.send(publish(1, "stuck/a", "a1"), publish(2, "stuck/b", "b1"), publish(3, "stuck/c", "c1"),
					publish(4, "stuck/a", "a2"));
			stuck.awaitRunning(2);
			fixture.timer.advanceTo(LIMIT);
			stuck.awaitRunning("stuck/c");
			// Two that run beside each other begin in any order
			assertThat(stuck.running()).containsExactlyInAnyOrder("stuck/a", "stuck/b", "stuck/c");
			connection.send(publish(5, "stuck/b", "b2"), publish(6, "stuck/d", "d1"));
			stuck.awaitRunning("stuck/d");
			assertThat(stuck.running()).containsExactlyInAnyOrder("stuck/a", "stuck/b", "stuck/c", "stuck/d");
			stuck.release("stuck/c");
			stuck.release("stuck/a");
			stuck.awaitRunning("stuck/a");
			assertThat(stuck.running()).containsExactlyInAnyOrder("stuck/a", "stuck/b", "stuck/d");
		}
	}

	@Test
	void handlerThatIsRegisteredTwiceIsNotCalledWhileItRuns() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5); HeldHandler stuck = this.stuck) {
			fixture.client.register("stuck/again", SubscribeOptions.of(QoS.AT_LEAST_ONCE), stuck);
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			connection.send(publish(2, "stuck/again", "s2"), publish(3, "other", "o1"));
			this.other.next();
			assertThat(stuck.begun()).hasSize(1);
			stuck.release(0);
			stuck.awaitBegun("s1", "s2");
		}
	}

	@Test
	void messagesOfQos0ForTheStuckHandlerTakeNoRoomFromOthersAndAreDroppedWhenTheyAreTooMany() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxMessages(4));
				HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(0, "stuck", "s1"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			for (int i = 2; i <= 8; i++) {
				connection.send(publish(0, "stuck", "s" + i), publish(0, "other", "o" + i));
				assertThat(this.other.next().payloadAsString()).isEqualTo("o" + i);
			}
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(3);
			stuck.close();
			stuck.awaitBegun("s1", "s2", "s3", "s4", "s5");
		}
	}

	@Test
	void messagesThatWaitForAStuckHandlerAreGivenUpWhenItIsUnsubscribed() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_3_1_1); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			connection.send(publish(2, "stuck", "s2"), publish(0, "stuck", "s3"), publish(0, "other", "o1"));
			this.other.next();
			fixture.client.unsubscribeAsync("stuck");
			connection.expect(Unsubscribe.class);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			assertThat(fixture.client.statistics().messagesUnmatched()).isOne();
			assertThat(fixture.client.statistics().messagesDropped()).isOne();
			stuck.close();
			assertThat(stuck.begun()).hasSize(1);
		}
	}

	@Test
	void defaultHandlerMayBeStuckToo() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder.defaultHandler(this.stuck));
				HeldHandler stuck = this.stuck;
				LogRecorder log = new LogRecorder()) {
			FakeConnection connection = fixture.connectAndSubscribe("other", this.other);
			connection.send(publish(1, "unknown", "1"), publish(2, "unknown", "2"), publish(3, "other", "o1"));
			stuck.awaitBegun("1");
			fixture.timer.advanceTo(LIMIT);
			this.other.next();
			log.await(Level.WARNING, "Handler by default has not returned");
			stuck.release(0);
			stuck.awaitBegun("1", "2");
		}
	}

	@Test
	void brokerThatHasToStopSendingIsReportedOnce() throws Exception {
		BlockingQueue<Integer> events = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5, (builder) -> builder.receiveMaximum(3));
				HeldHandler stuck = this.stuck;
				LogRecorder log = new LogRecorder()) {
			fixture.client.addListener(stalls(events));
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "stuck", "s2"));
			stuck.awaitBegun("s1");
			fixture.timer.advanceTo(LIMIT);
			connection.send(publish(3, "other", "o1"));
			this.other.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(3);
			assertThat(fixture.client.statistics().receiveStalls()).isZero();
			connection.send(publish(3, "stuck", "s3"));
			assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
			assertThat(log.await(Level.WARNING, "unacknowledged")).endsWith(
					"3 messages of QoS 1 and 2 are unacknowledged because their handlers failed, were stopped, are missing "
							+ "or do not return; the broker sends no more of them until handlers return or there is another "
							+ "connection. Mend the handlers, or raise the receive maximum");
			assertThat(fixture.client.statistics().receiveStalls()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	@ExpectedErrors("Handler for 'bad' failed")
	void failuresThatSilenceTheBrokerAreReported(ProtocolVersion version) throws Exception {
		BlockingQueue<Integer> events = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> (version == ProtocolVersion.MQTT_5)
						? builder.receiveMaximum(2).sessionExpiry(Duration.ofHours(1))
						: builder.receiveMaximum(2).cleanStart(false))) {
			fixture.client.addListener(stalls(events));
			FakeConnection connection = fixture.connectAndSubscribe("bad", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(publish(1, "bad", "1"));
			Awaitility.await().until(() -> fixture.client.statistics().handlerFailures() == 1);
			assertThat(fixture.client.statistics().receiveStalls()).isZero();
			connection.send(publish(2, "bad", "2"));
			assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
			FakeConnection again = fixture.reconnect(connection).accept(true);
			again.send(publish(1, "bad", "1"), publish(2, "bad", "2"));
			assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
			assertThat(fixture.client.statistics().receiveStalls()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void subscriberThatDoesNotReturnGetsNoOtherSignalMeanwhileAndAllMessagesInTheEnd(int concurrency) {
		CompletableFuture<TestSubscriber> subscribed = new CompletableFuture<>();
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.handlerConcurrency(concurrency)); HeldHandler stuck = this.stuck) {
			FakeConnection connection = fixture.connectAndSubscribe("other", this.other);
			fixture.client.messages("stuck", SubscribeOptions.of(QoS.AT_LEAST_ONCE))
				.subscribe(new TestSubscriber(stuck, subscribed));
			ClientFixture.grant(connection);
			TestSubscriber subscriber = ClientFixture.await(subscribed);
			subscriber.request(1);
			connection.send(publish(1, "stuck", "s1"), publish(2, "stuck", "s2"));
			stuck.awaitBegun("s1");
			ClientFixture.awaitRead(connection);
			fixture.timer.advanceTo(LIMIT);
			subscriber.request(5);
			connection.send(publish(3, "stuck", "s3"), publish(4, "other", "o1"));
			this.other.next();
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(4);
			assertThat(stuck.begun()).hasSize(1);
			stuck.release(0);
			stuck.awaitBegun("s1", "s2");
			stuck.release(0);
			stuck.awaitBegun("s1", "s2", "s3");
		}
	}

	@Test
	void subscriberThatDoesNotReturnFromItsFirstSignalHoldsUpNobody() {
		CompletableFuture<Object> begun = new CompletableFuture<>();
		CompletableFuture<Object> released = new CompletableFuture<>();
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("other", this.other);
			fixture.client.messages("stuck", SubscribeOptions.of(QoS.AT_LEAST_ONCE))
				.subscribe(new TestSubscriber(this.stuck, new CompletableFuture<>()) {

					@Override
					public void onSubscribe(Flow.Subscription subscription) {
						begun.complete("begun");
						released.join();
					}

				});
			ClientFixture.await(begun);
			fixture.timer.advanceTo(LIMIT);
			connection.send(publish(1, "other", "o1"));
			this.other.next();
			assertThat(fixture.client.statistics().handlersStuck()).isOne();
			released.complete("released");
		}
		finally {
			released.complete("released");
		}
	}

	@Test
	void handlersMayTakeAnyTimeIfSaidSo() {
		try (ClientFixture fixture = fixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.handlerStuckAfter(Duration.ZERO)); HeldHandler stuck = this.stuck) {
			FakeConnection connection = connect(fixture);
			connection.send(publish(1, "stuck", "s1"), publish(2, "other", "o1"));
			stuck.awaitBegun("s1");
			fixture.timer.advance(Duration.ofDays(1));
			ClientFixture.awaitRead(connection);
			assertThat(this.other.isEmpty()).isTrue();
			assertThat(fixture.client.statistics().handlersStuck()).isZero();
		}
	}

	@Test
	void timeMustNotBeNegative() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> fixture(ProtocolVersion.MQTT_5, (builder) -> builder.handlerStuckAfter(Duration.ofSeconds(-1))))
			.withMessage("Time after which a handler is stuck must be zero, for any time, or at most 365 days but was "
					+ "PT-1S");
	}

	private static MqttClientListener stalls(BlockingQueue<Integer> events) {
		return new MqttClientListener() {

			@Override
			public void receivingStalled(int unacknowledged) {
				events.add(unacknowledged);
			}

		};
	}

	private static ClientFixture fixture(ProtocolVersion version) {
		return fixture(version, (builder) -> builder);
	}

	private static ClientFixture fixture(ProtocolVersion version, UnaryOperator<MqttClientBuilder> settings) {
		return new ClientFixture(version, (builder) -> settings.apply(builder.keepAlive(Duration.ZERO)));
	}

	private static ClientFixture withLastingSession(ProtocolVersion version) {
		return fixture(version, (builder) -> (version == ProtocolVersion.MQTT_5)
				? builder.sessionExpiry(Duration.ofSeconds(100)) : builder.cleanStart(false));
	}

	private FakeConnection connect(ClientFixture fixture) {
		fixture.client.register("stuck", SubscribeOptions.of(QoS.EXACTLY_ONCE), this.stuck);
		return fixture.connectAndSubscribe("other", this.other);
	}

	private static Publish publish(int packetIdentifier, String topic, String payload) {
		return ClientFixture.publish(packetIdentifier, topic, payload,
				(packetIdentifier == 0) ? QoS.AT_MOST_ONCE : QoS.AT_LEAST_ONCE);
	}

	/**
	 * Hands messages to a handler.
	 */
	private static class TestSubscriber implements Flow.Subscriber<MqttMessage> {

		private final HeldHandler handler;

		private final CompletableFuture<TestSubscriber> subscribed;

		private Flow.Subscription subscription;

		TestSubscriber(HeldHandler handler, CompletableFuture<TestSubscriber> subscribed) {
			this.handler = handler;
			this.subscribed = subscribed;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
			this.subscribed.complete(this);
		}

		void request(long count) {
			this.subscription.request(count);
		}

		@Override
		public void onNext(MqttMessage message) {
			try {
				this.handler.handle(message);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onComplete() {
		}

	}

}
