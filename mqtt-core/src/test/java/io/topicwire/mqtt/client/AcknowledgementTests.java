package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PendingStatistics;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for messages that the application acknowledges.
 */
class AcknowledgementTests {

	private static final SubscribeOptions OPTIONS = SubscribeOptions.of(QoS.EXACTLY_ONCE);

	private final Pending pending = new Pending();

	@ParameterizedTest
	@EnumSource
	@Mqtt3("MQTT-4.3.2-2")
	@Mqtt5("MQTT-4.3.2-4")
	void nothingIsAcknowledgedBeforeTheApplicationSaysSo(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			expectSilence(fixture, connection);
			assertThat(acknowledgement.acknowledge()).isTrue();
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(7));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt3("MQTT-4.6.0-2")
	@Mqtt5("MQTT-4.6.0-2")
	void pubacksLeaveInTheOrderOfArrivalInWhateverOrderMessagesAreAcknowledged(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connect(fixture);
			for (int i = 1; i <= 3; i++) {
				connection.send(ClientFixture.publish(i, "a", "x", QoS.AT_LEAST_ONCE));
			}
			Acknowledgement first = this.pending.next();
			Acknowledgement second = this.pending.next();
			assertThat(this.pending.next().acknowledge()).isTrue();
			assertThat(second.acknowledge()).isTrue();
			expectSilence(fixture, connection);
			assertThat(first.acknowledge()).isTrue();
			for (int i = 1; i <= 3; i++) {
				assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(i);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt3("MQTT-4.6.0-3")
	@Mqtt5("MQTT-4.6.0-3")
	void pubrecsLeaveInTheOrderOfArrivalInWhateverOrderMessagesAreAcknowledged(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.EXACTLY_ONCE),
					ClientFixture.publish(2, "a", "y", QoS.EXACTLY_ONCE));
			Acknowledgement first = this.pending.next();
			assertThat(this.pending.next().acknowledge()).isTrue();
			expectSilence(fixture, connection);
			assertThat(first.acknowledge()).isTrue();
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(1);
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(2);
		}
	}

	@Test
	@ExpectedErrors("Handler for 'a' failed")
	void failureThatIsToldLaterIsTreatedLikeOneThatIsThrown() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(8, "a", "y", QoS.AT_LEAST_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			assertThat(this.pending.next().acknowledge()).isTrue();
			assertThat(acknowledgement.fail(new IllegalStateException("later"))).isTrue();
			assertThat(acknowledgement.acknowledge()).isFalse();
			assertThat(connection.expect(Puback.class))
				.isEqualTo(new Puback(7, ReasonCode.UNSPECIFIED_ERROR, Properties.NONE));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(8));
			assertThat(fixture.client.statistics().handlerFailures()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageThatIsCancelledLaterHoldsBackNoOther(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(8, "a", "y", QoS.AT_LEAST_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			assertThat(this.pending.next().acknowledge()).isTrue();
			acknowledgement.fail(new CancellationException("stopping"));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(8));
			assertThat(fixture.client.statistics().handlerFailures()).isZero();
		}
	}

	@Test
	void secondAnswerHasNoEffect() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			assertThat(acknowledgement.acknowledge()).isTrue();
			assertThat(acknowledgement.acknowledge()).isFalse();
			assertThat(acknowledgement.reject(ReasonCode.NOT_AUTHORIZED)).isFalse();
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(7));
			expectSilence(fixture, connection);
		}
	}

	@Test
	void messageOfQos0IsAcknowledgedToNobody() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			assertThat(acknowledgement.acknowledge()).isTrue();
			assertThat(acknowledgement.reject(ReasonCode.NOT_AUTHORIZED)).isTrue();
			expectSilence(fixture, connection);
		}
	}

	@Test
	void messageOfQos0TakesNoRoomOnceItsHandlerHasReturned() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.receiveMaximum(2))) {
			FakeConnection connection = connect(fixture);
			for (int i = 1; i <= 4; i++) {
				connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
				this.pending.next();
			}
			assertThat(fixture.client.statistics().messagesDropped()).isZero();
		}
	}

	@Test
	@ExpectedErrors("Handler for 'a' failed")
	void whateverIsSaidAboutAMessageOfQos0FreesItsPlaceOnce() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			for (int i = 1; i <= 3; i++) {
				connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			}
			List<Acknowledgement> acknowledgements = List.of(this.pending.next(), this.pending.next(),
					this.pending.next());
			Awaitility.await().until(() -> fixture.client.statistics().pending().inboxMessages() == 0);
			for (Acknowledgement acknowledgement : acknowledgements) {
				assertThat(acknowledgement.reject(ReasonCode.NOT_AUTHORIZED)).isTrue();
				assertThat(acknowledgement.fail(new IllegalStateException("too late"))).isTrue();
				assertThat(acknowledgement.acknowledge()).isTrue();
			}
			PendingStatistics waiting = fixture.client.statistics().pending();
			assertThat(waiting.inboxMessages()).isZero();
			assertThat(waiting.inboxBytes()).isZero();
		}
	}

	@Test
	void refusalTellsReasonCodeAndReason() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(this.pending.next().reject(ReasonCode.PAYLOAD_FORMAT_INVALID, "no JSON")).isTrue();
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(7, ReasonCode.PAYLOAD_FORMAT_INVALID,
					Properties.builder().add(Property.REASON_STRING, "no JSON").build()));
		}
	}

	@Test
	@Mqtt5("MQTT-4.3.3-9")
	void identifierOfARefusedMessageOfQos2MeansAnotherMessage() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(9, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(this.pending.next().reject(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR)).isTrue();
			assertThat(connection.expect(Pubrec.class))
				.isEqualTo(new Pubrec(9, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, Properties.NONE));
			connection.send(ClientFixture.publish(9, "a", "y", QoS.EXACTLY_ONCE));
			assertThat(this.pending.next().acknowledge()).isTrue();
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(9));
		}
	}

	@Test
	void mqtt311AcknowledgesWhatItCannotRefuse() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(8, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(this.pending.next().reject(ReasonCode.PAYLOAD_FORMAT_INVALID, "no JSON")).isTrue();
			assertThat(this.pending.next().reject(ReasonCode.PAYLOAD_FORMAT_INVALID)).isTrue();
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(7));
			assertThat(connection.expect(Pubrec.class)).isEqualTo(new Pubrec(8));
			connection.send(new Pubrel(8));
			connection.expect(Pubcomp.class);
		}
	}

	@ParameterizedTest
	@EnumSource(value = ReasonCode.class,
			names = { "SUCCESS", "NO_MATCHING_SUBSCRIBERS", "PACKET_IDENTIFIER_IN_USE", "BANNED" })
	void onlyReasonCodesThatSayWhyAMessageIsRefusedAreTaken(ReasonCode reasonCode) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			assertThatIllegalArgumentException().isThrownBy(() -> acknowledgement.reject(reasonCode))
				.withMessageContaining("'" + reasonCode + "' does not refuse a message");
			assertThat(acknowledgement.acknowledge()).isTrue();
		}
	}

	@Test
	void messageIsAcknowledgedWhenAllItsHandlersHaveAcknowledgedIt() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			Recorder plain = new Recorder();
			Pending other = new Pending();
			fixture.client.subscribeAsync("a", OPTIONS, plain);
			fixture.client.subscribeAsync("a", OPTIONS, other);
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			plain.next();
			assertThat(this.pending.next().acknowledge()).isTrue();
			expectSilence(fixture, connection);
			assertThat(other.next().acknowledge()).isTrue();
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(7));
		}
	}

	@Test
	void refusalOfOneHandlerIsTheAnswerOfAll() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			Pending other = new Pending();
			fixture.client.subscribeAsync("a", OPTIONS, other);
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			other.next().reject(ReasonCode.QUOTA_EXCEEDED);
			this.pending.next().acknowledge();
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
		}
	}

	@Test
	@ExpectedErrors("Handler for 'a' failed")
	void handlerThatThrowsBeforeItHasAcknowledgedIsAFailure() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.onHandlerFailure(HandlerFailurePolicy.REJECT))) {
			CompletableFuture<Acknowledgement> given = new CompletableFuture<>();
			FakeConnection connection = connect(fixture, (message, acknowledgement) -> {
				given.complete(acknowledgement);
				throw new IllegalStateException("cannot read it");
			});
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			assertThat(ClientFixture.await(given).acknowledge()).isFalse();
			assertThat(fixture.client.statistics().handlerFailures()).isOne();
		}
	}

	@Test
	@ExpectedErrors("Handler for 'a' failed")
	void handlerThatThrowsAfterItHasAcknowledgedTakesNothingBack() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.onHandlerFailure(HandlerFailurePolicy.REJECT))) {
			FakeConnection connection = connect(fixture, (message, acknowledgement) -> {
				acknowledgement.acknowledge();
				throw new IllegalStateException("too late");
			});
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(7));
			Awaitility.await().until(() -> fixture.client.statistics().handlerFailures() == 1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageOfQos1WhoseConnectionIsGoneIsHandledAgain(ProtocolVersion version) {
		try (ClientFixture fixture = resumable(version)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			Acknowledgement outdated = this.pending.next();
			FakeConnection again = resume(fixture, connection);
			assertThat(outdated.acknowledge()).isFalse();
			again.send(ClientFixture.publish(7, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(this.pending.next().acknowledge()).isTrue();
			assertThat(again.expect(Puback.class)).isEqualTo(new Puback(7));
		}
	}

	@ParameterizedTest
	@EnumSource
	void acknowledgementOfQos2CarriesOverToTheNextConnectionOfTheSession(ProtocolVersion version) {
		try (ClientFixture fixture = resumable(version)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.EXACTLY_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			FakeConnection again = resume(fixture, connection);
			assertThat(acknowledgement.acknowledge()).isTrue();
			again.send(ClientFixture.publish(7, "a", "x", QoS.EXACTLY_ONCE));
			assertThat(again.expect(Pubrec.class)).isEqualTo(new Pubrec(7));
			again.send(new Pubrel(7));
			again.expect(Pubcomp.class);
			assertThat(this.pending.isEmpty()).isTrue();
		}
	}

	@Test
	void answerIsOfNoUseWhenTheSessionIsLost() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.EXACTLY_ONCE));
			Acknowledgement acknowledgement = this.pending.next();
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.accept();
			ClientFixture.grant(again);
			assertThat(acknowledgement.acknowledge()).isFalse();
			again.send(ClientFixture.publish(7, "a", "y", QoS.EXACTLY_ONCE));
			assertThat(this.pending.next().acknowledge()).isTrue();
			assertThat(again.expect(Pubrec.class)).isEqualTo(new Pubrec(7));
		}
	}

	@Test
	void answerIsOfNoUseWhenTheClientIsClosed() {
		Acknowledgement acknowledgement;
		try (ClientFixture fixture = resumable(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(7, "a", "x", QoS.EXACTLY_ONCE));
			acknowledgement = this.pending.next();
		}
		assertThat(acknowledgement.acknowledge()).isFalse();
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void brokerMustNotSendMoreThanTheReceiveMaximumWhileMessagesWaitForTheirAcknowledgement() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.receiveMaximum(1))) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			this.pending.next().acknowledge();
			connection.expect(Puback.class);
			connection.send(ClientFixture.publish(2, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(3, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
		}
	}

	@Test
	void clientOfMqtt311StopsReadingWhenTooManyMessagesWaitForTheirAcknowledgement() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.receiveMaximum(2))) {
			FakeConnection connection = connect(fixture);
			for (int i = 1; i <= 3; i++) {
				connection.send(ClientFixture.publish(i, "a", "x", QoS.AT_LEAST_ONCE));
			}
			Acknowledgement first = this.pending.next();
			this.pending.next();
			expectSilence(fixture, connection);
			assertThat(fixture.client.statistics().messagesReceived()).isEqualTo(2);
			first.acknowledge();
			connection.expect(Puback.class);
			this.pending.next();
		}
	}

	@Test
	void messagesThatAreAwaitedInVainTakeNoRoomOnTheNextConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.cleanStart(false).receiveMaximum(3))) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "x", QoS.AT_LEAST_ONCE));
			Acknowledgement first = this.pending.next();
			this.pending.next();
			FakeConnection again = resume(fixture, connection);
			again.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(first.acknowledge()).isFalse();
			this.pending.next().acknowledge();
			this.pending.next().acknowledge();
			assertThat(again.expect(Puback.class)).isEqualTo(new Puback(1));
			assertThat(again.expect(Puback.class)).isEqualTo(new Puback(2));
		}
	}

	private static ClientFixture resumable(ProtocolVersion version) {
		return new ClientFixture(version, (builder) -> (version == ProtocolVersion.MQTT_5)
				? builder.sessionExpiry(Duration.ofHours(1)) : builder.cleanStart(false));
	}

	private FakeConnection connect(ClientFixture fixture) {
		return connect(fixture, this.pending);
	}

	private static FakeConnection connect(ClientFixture fixture, AcknowledgingHandler handler) {
		CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("a", OPTIONS, handler);
		FakeConnection connection = fixture.connect();
		ClientFixture.grant(connection);
		ClientFixture.await(subscribed);
		return connection;
	}

	private static FakeConnection resume(ClientFixture fixture, FakeConnection connection) {
		connection.close();
		fixture.timer.advanceTo(Duration.ofMillis(500));
		FakeConnection again = fixture.broker.awaitConnection().accept(true);
		ClientFixture.await(fixture.client.connectAsync());
		return again;
	}

	/**
	 * Whatever was to be sent before a PINGREQ would come before it.
	 */
	private static void expectSilence(ClientFixture fixture, FakeConnection connection) {
		fixture.client.pingAsync();
		connection.expect(Pingreq.class);
	}

	/**
	 * Keeps what is to be acknowledged.
	 */
	private static final class Pending implements AcknowledgingHandler {

		private final BlockingQueue<Acknowledgement> acknowledgements = new LinkedBlockingQueue<>();

		@Override
		public void handle(MqttMessage message, Acknowledgement acknowledgement) {
			this.acknowledgements.add(acknowledgement);
		}

		Acknowledgement next() {
			try {
				Acknowledgement acknowledgement = this.acknowledgements.poll(10, TimeUnit.SECONDS);
				return (acknowledgement != null) ? acknowledgement : fail("No message was handled");
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

		boolean isEmpty() {
			return this.acknowledgements.isEmpty();
		}

	}

}
