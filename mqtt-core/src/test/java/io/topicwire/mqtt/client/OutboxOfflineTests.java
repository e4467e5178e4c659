package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.FakeSessionStore;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what the outbox keeps while there is no connection.
 */
class OutboxOfflineTests {

	private static final MqttMessage MESSAGE = MqttMessage.of("m", "x").qos(QoS.AT_LEAST_ONCE);

	private final FailedPublishes failures = new FailedPublishes();

	@ParameterizedTest
	@EnumSource
	void messagesThatHaveWaitedAreSentInOrderBeforeNewerOnesAfterAReconnect(ProtocolVersion version) {
		try (ClientFixture fixture = ClientFixture.withLastingSession(version)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(MESSAGE.topic("in/flight"));
			connection.expect(Publish.class);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection();
			for (int i = 0; i < 6; i++) {
				fixture.client.publishAsync(MESSAGE.topic("waiting/" + i).qos(QoS.of(i % 3)));
			}
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			connected.thenRun(() -> fixture.client.publishAsync(MqttMessage.of("newer/0", "x")));
			again.accept(true);
			ClientFixture.await(connected);
			fixture.client.publishAsync(MESSAGE.topic("newer/1"));
			assertThat(again.expect(Publish.class).message().topic()).isEqualTo("in/flight");
			for (int i = 0; i < 6; i++) {
				assertThat(again.expect(Publish.class).message().topic()).isEqualTo("waiting/" + i);
			}
			assertThat(List.of(again.expect(Publish.class).message().topic(),
					again.expect(Publish.class).message().topic()))
				.containsExactlyInAnyOrder("newer/0", "newer/1");
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageThatIsNotKeptFailsAtOnce(QoS qos) {
		try (ClientFixture fixture = fixture(OfflinePolicy.KEEP_NONE)) {
			MqttMessage message = MESSAGE.qos(qos);
			assertThat(ClientFixture.awaitFailure(fixture.client.publishAsync(message), MqttConnectionException.class))
				.hasMessage("The message of QoS " + qos.level() + " to topic 'm' is not kept while there is no "
						+ "connection, and the client is DISCONNECTED; connect first, or choose an OfflinePolicy that "
						+ "keeps it");
			ClientFixture.awaitFailure(fixture.client.enqueueAsync(message), MqttConnectionException.class);
			assertThat(fixture.client.statistics().publishFailures()).isEqualTo(2);
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(message);
			assertThat(connection.expect(Publish.class).message().qos()).isEqualTo(qos);
			assertThat(this.failures.isEmpty()).isTrue();
		}
	}

	@Test
	void messagesOfQos1And2WaitIfOnlyTheyAreKept() {
		try (ClientFixture fixture = fixture(OfflinePolicy.KEEP_ACKNOWLEDGED)) {
			FakeConnection connection = fixture.connect();
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection();
			fixture.client.publishAsync(MESSAGE.topic("1"));
			assertThat(ClientFixture.awaitFailure(fixture.client.publishAsync(MqttMessage.of("0", "x")),
					MqttConnectionException.class))
				.hasMessageContaining("the client is RECONNECTING");
			fixture.client.publishAsync(MESSAGE.topic("2").qos(QoS.EXACTLY_ONCE));
			again.accept(false);
			assertThat(again.expect(Publish.class).message().topic()).isEqualTo("1");
			assertThat(again.expect(Publish.class).message().topic()).isEqualTo("2");
		}
	}

	@Test
	void messagesThatWaitAndAreNotKeptFailWhenTheConnectionEnds() {
		try (ClientFixture fixture = fixture(OfflinePolicy.KEEP_NONE)) {
			FakeConnection connection = fixture.connectWithReceiveMaximum(1);
			CompletableFuture<PublishResult> inFlight = fixture.client.publishAsync(MESSAGE.topic("in/flight"));
			connection.expect(Publish.class);
			MqttMessage enqueued = MESSAGE.topic("enqueued");
			fixture.client.enqueue(enqueued);
			CompletableFuture<PublishResult> waiting = fixture.client.publishAsync(MESSAGE);
			CompletableFuture<?> withoutRoom = fixture.client.enqueueAsync(MESSAGE);
			FakeConnection again = fixture.reconnect(connection);
			assertThat(ClientFixture.awaitFailure(waiting, MqttConnectionException.class))
				.hasMessage("Publish with QoS 1 to topic 'm' (never sent) failed: the connection ended, and messages "
						+ "of QoS 1 are not kept while there is none");
			ClientFixture.awaitFailure(withoutRoom, MqttConnectionException.class);
			this.failures.expect(enqueued, MqttConnectionException.class, "not kept");
			assertThat(fixture.client.statistics().publishFailures()).isEqualTo(3);
			assertThat(inFlight).isNotDone();
			again.accept(true);
			assertThat(again.expect(Publish.class).message().topic()).isEqualTo("in/flight");
			fixture.expectNothing(again);
		}
	}

	@Test
	void storeIsForMessagesThatAreKept() {
		MqttClientBuilder builder = MqttClient.builder("mqtt://broker.example.com")
			.clientId("meter-7")
			.cleanStart(false)
			.sessionExpiry(Duration.ofHours(1))
			.sessionStore(new FakeSessionStore())
			.outbox(OutboxOptions.DEFAULT.whileOffline(OfflinePolicy.KEEP_NONE));
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessage("A session store keeps messages of QoS 1 and 2 while there is no connection; choose another "
					+ "OfflinePolicy than KEEP_NONE");
	}

	private ClientFixture fixture(OfflinePolicy policy) {
		OutboxOptions options = OutboxOptions.DEFAULT.limit(2, 100)
			.whenFull(OutboxFullPolicy.WAIT)
			.whileOffline(policy);
		return new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.listener(this.failures).sessionExpiry(Duration.ofHours(1)).outbox(options));
	}

}
