package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageExpiredException;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for messages that are handed over for sending.
 */
class EnqueueTests {

	private static final MqttMessage MESSAGE = MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE);

	private final FailedPublishes failures = new FailedPublishes();

	@ParameterizedTest
	@EnumSource
	void enqueuedMessageWaitsForTheConnectionWithoutADeadline(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version, this::listening)) {
			fixture.client.enqueue(MESSAGE);
			fixture.timer.advance(Duration.ofDays(10));
			FakeConnection connection = fixture.connect();
			Publish publish = connection.expect(Publish.class);
			assertThat(publish.message().topic()).isEqualTo("a");
			connection.send(new Puback(publish.packetIdentifier()));
			ClientFixture.awaitRead(connection);
			assertThat(fixture.client.statistics().messagesPublished()).isOne();
			assertThat(fixture.client.statistics().publishFailures()).isZero();
			assertThat(this.failures.isEmpty()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void enqueueingReturnsBeforeTheBrokerAnswers(QoS qos) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, this::listening)) {
			FakeConnection connection = fixture.connect();
			assertThat(fixture.client.enqueueAsync(MESSAGE.qos(qos))).isCompleted();
			assertThat(connection.expect(Publish.class).message().qos()).isEqualTo(qos);
		}
	}

	@Test
	void enqueuedMessageIsSentAgainAfterAReconnectWithoutADeadline() {
		try (ClientFixture fixture = persistent(SessionLossPolicy.FAIL)) {
			FakeConnection connection = fixture.connect();
			fixture.client.enqueue(MESSAGE);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			fixture.timer.advance(Duration.ofSeconds(50));
			FakeConnection again = fixture.reconnect(connection).accept(true);
			Publish publish = again.expect(Publish.class);
			assertThat(publish.packetIdentifier()).isEqualTo(packetIdentifier);
			assertThat(publish.duplicate()).isTrue();
		}
	}

	@Test
	void enqueuedMessageThatIsRefusedIsToldToListeners() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, this::listening)) {
			FakeConnection connection = fixture.connect();
			fixture.client.enqueue(MESSAGE);
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier(), ReasonCode.QUOTA_EXCEEDED,
					Properties.NONE));
			this.failures.expect(MESSAGE, MqttPublishException.class, "quota exceeded");
			assertThat(fixture.client.statistics().publishFailures()).isOne();
		}
	}

	@Test
	void enqueuedMessageThatTheBrokerDoesNotAllowIsToldToListeners() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, this::listening)) {
			fixture.client.enqueue(MESSAGE);
			MqttMessage large = MqttMessage.of("b", new byte[100]);
			fixture.client.enqueue(large);
			fixture.client.connectAsync();
			fixture.broker.awaitConnection()
				.accept(false,
						Properties.builder()
							.add(Property.MAXIMUM_QOS, 0)
							.add(Property.MAXIMUM_PACKET_SIZE, 50L)
							.build());
			this.failures.expect(MESSAGE, MqttPublishException.class, "Maximum QoS");
			this.failures.expect(large, MqttException.class, "50 bytes");
			assertThat(fixture.client.statistics().publishFailures()).isEqualTo(2);
		}
	}

	@Test
	void enqueuedMessageWhoseLifetimeIsOverIsToldToListeners() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, this::listening)) {
			MqttMessage message = MESSAGE.messageExpiry(Duration.ofSeconds(60));
			fixture.client.enqueue(message);
			fixture.timer.advance(Duration.ofSeconds(60));
			fixture.connect();
			this.failures.expect(message, MqttMessageExpiredException.class, "60 s");
			assertThat(fixture.client.statistics().publishFailures()).isOne();
			assertThat(fixture.client.statistics().messagesExpired()).isOne();
		}
	}

	@Test
	void enqueuedMessageInFlightWhoseSessionIsLostIsToldToListeners() {
		try (ClientFixture fixture = persistent(SessionLossPolicy.FAIL)) {
			FakeConnection connection = fixture.connect();
			fixture.client.enqueue(MESSAGE);
			connection.expect(Publish.class);
			fixture.reconnect(connection).accept(false);
			this.failures.expect(MESSAGE, MqttConnectionException.class, "the broker has not kept the session");
		}
	}

	@Test
	void enqueuedMessageInFlightIsPublishedAnewWhenTheSessionIsLostIfConfigured() {
		try (ClientFixture fixture = persistent(SessionLossPolicy.REPUBLISH)) {
			FakeConnection connection = fixture.connect();
			fixture.client.enqueue(MESSAGE);
			connection.expect(Publish.class);
			FakeConnection again = fixture.reconnect(connection).accept(false);
			assertThat(again.expect(Publish.class).duplicate()).isFalse();
			assertThat(this.failures.isEmpty()).isTrue();
		}
	}

	@Test
	void enqueuedMessagesFailWhenTheClientIsClosed() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, this::listening)) {
			fixture.client.enqueue(MESSAGE);
			fixture.client.close();
			this.failures.expect(MESSAGE, MqttClosedException.class, "closed");
			assertThat(fixture.client.statistics().publishFailures()).isOne();
			assertThatExceptionOfType(MqttClosedException.class).isThrownBy(() -> fixture.client.enqueue(MESSAGE));
		}
	}

	@Test
	void messageThatIsNotAcceptedIsToldToTheCallerAlone() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> listening(builder).outbox(OutboxOptions.DEFAULT.limit(1, 1000)))) {
			fixture.client.enqueue(MESSAGE);
			assertThatExceptionOfType(MqttOutboxFullException.class).isThrownBy(() -> fixture.client.enqueue(MESSAGE));
			ClientFixture.awaitFailure(fixture.client.enqueueAsync(MESSAGE), MqttOutboxFullException.class);
			assertThat(fixture.client.statistics().publishFailures()).isEqualTo(2);
			fixture.client.close();
			this.failures.expect(MESSAGE, MqttClosedException.class, "closed");
			assertThat(this.failures.isEmpty()).isTrue();
		}
	}

	@Test
	void disconnectWaitsForEnqueuedMessages() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, this::listening)) {
			CompletableFuture<?> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.RECEIVE_MAXIMUM, 1).build());
			ClientFixture.await(connected);
			fixture.client.enqueue(MESSAGE);
			fixture.client.enqueue(MESSAGE);
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(disconnected);
			assertThat(this.failures.isEmpty()).isTrue();
		}
	}

	@Test
	void disconnectLeavesEnqueuedMessagesForTheNextConnectionWhenItsTimeIsOver() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> listening(builder).sessionLossPolicy(SessionLossPolicy.FAIL))) {
			CompletableFuture<?> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.RECEIVE_MAXIMUM, 1).build());
			ClientFixture.await(connected);
			fixture.client.enqueue(MESSAGE);
			MqttMessage second = MESSAGE.topic("b");
			fixture.client.enqueue(second);
			connection.expect(Publish.class);
			CompletableFuture<?> disconnected = fixture.client.disconnectAsync();
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			connection.expect(Disconnect.class);
			ClientFixture.awaitFailure(disconnected, MqttTimeoutException.class);
			connection.close();
			ClientFixture.await(fixture.client.disconnectAsync());
			FakeConnection again = fixture.connect();
			assertThat(again.expect(Publish.class).message().topic()).isEqualTo("b");
			// It was sent with a session that the broker has not kept
			this.failures.expect(MESSAGE, MqttConnectionException.class, "session");
		}
	}

	@Test
	void enqueueingDoesNotWaitOnAThreadOfTheClient() throws InterruptedException {
		BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.pingAsync().whenComplete((latency, failure) -> {
				try {
					fixture.client.enqueue(MESSAGE);
				}
				catch (IllegalStateException ex) {
					thrown.add(ex);
				}
			});
			connection.close();
			assertThat(thrown.poll(10, TimeUnit.SECONDS)).hasMessageContaining("call enqueueAsync()");
		}
	}

	@Test
	void invalidMessageIsNotEnqueued() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThatIllegalArgumentException().isThrownBy(() -> fixture.client.enqueueAsync(MESSAGE.topic("a/#")));
		}
	}

	@Test
	void timedOutMessagesBehindAnEnqueuedOneLeaveNothingBehind() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> listening(builder).outbox(OutboxOptions.DEFAULT.limit(10, 1000)))) {
			fixture.client.enqueue(MESSAGE);
			for (int round = 0; round < 3; round++) {
				List<CompletableFuture<PublishResult>> published = new ArrayList<>();
				for (int i = 0; i < 9; i++) {
					published.add(fixture.client.publishAsync(MESSAGE));
				}
				fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
				published.forEach((future) -> ClientFixture.awaitFailure(future, MqttException.class));
			}
			fixture.client.enqueue(MESSAGE.topic("b"));
			FakeConnection connection = fixture.connect();
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("a");
			assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("b");
		}
	}

	private MqttClientBuilder listening(MqttClientBuilder builder) {
		return builder.listener(this.failures);
	}

	private ClientFixture persistent(SessionLossPolicy policy) {
		UnaryOperator<MqttClientBuilder> settings = (builder) -> listening(builder).sessionExpiry(Duration.ofHours(1))
			.sessionLossPolicy(policy);
		return new ClientFixture(ProtocolVersion.MQTT_5, settings);
	}

}
