package io.topicwire.mqtt.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubrec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for handlers that run at the same time.
 */
class ParallelHandlersTests {

	@Test
	void messagesOfOneTopicAreHandledOneAfterTheOtherInTheOrderInWhichTheyCame() {
		try (ClientFixture fixture = fixture(3); HeldHandler handler = new HeldHandler()) {
			FakeConnection connection = fixture.connectAndSubscribe("#", handler);
			connection.send(ClientFixture.publish(1, "a", "a1", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(0, "a", "a2", QoS.AT_MOST_ONCE),
					ClientFixture.publish(3, "b", "b1", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(4, "a", "a3", QoS.EXACTLY_ONCE));
			handler.awaitRunning(2);
			assertThat(handler.running()).containsExactlyInAnyOrder("a", "b");
			handler.release("b");
			handler.release("a");
			handler.release("a");
			handler.release("a");
			assertThat(handler.payloads()).containsSubsequence("a1", "a2", "a3");
		}
	}

	@Test
	void noMoreHandlersRunAtOnceThanAllowed() {
		try (ClientFixture fixture = fixture(2); HeldHandler handler = new HeldHandler()) {
			FakeConnection connection = fixture.connectAndSubscribe("#", handler);
			for (String topic : List.of("a", "b", "c", "d")) {
				connection.send(ClientFixture.publish(0, topic, topic, QoS.AT_MOST_ONCE));
			}
			handler.awaitRunning(2);
			ClientFixture.awaitRead(connection);
			assertThat(handler.running()).containsExactlyInAnyOrder("a", "b");
			handler.release("a");
			handler.awaitRunning("c");
			assertThat(handler.running()).containsExactly("b", "c");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	@Mqtt3({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	void acknowledgementsLeaveInTheOrderInWhichTheMessagesCame(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.handlerConcurrency(4));
				HeldHandler handler = new HeldHandler()) {
			FakeConnection connection = fixture.connectAndSubscribe("#", handler);
			connection.send(ClientFixture.publish(1, "a", "", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "b", "", QoS.EXACTLY_ONCE),
					ClientFixture.publish(3, "c", "", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(4, "d", "", QoS.EXACTLY_ONCE));
			handler.awaitRunning(4);
			for (String topic : List.of("d", "c", "b")) {
				handler.release(topic);
			}
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			handler.release("a");
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(2);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(3);
			assertThat(connection.expect(Pubrec.class).packetIdentifier()).isEqualTo(4);
		}
	}

	@Test
	void messagesThatWaitedForTheirHandlerComeBeforeLaterOnesOfTheirTopic() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).handlerConcurrency(2));
				HeldHandler busy = new HeldHandler();
				HeldHandler late = new HeldHandler()) {
			fixture.client.register("busy/#", SubscribeOptions.of(QoS.AT_LEAST_ONCE), busy);
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			ClientFixture.await(connected);
			ClientFixture.grant(connection);
			connection.send(ClientFixture.publish(1, "late/a", "a1", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "late/b", "b1", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(3, "late/a", "a2", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(4, "busy/1", "", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(5, "busy/2", "", QoS.AT_LEAST_ONCE));
			busy.awaitRunning(2);
			connection.send(ClientFixture.publish(6, "late/a", "a3", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(7, "late/b", "b2", QoS.AT_LEAST_ONCE));
			ClientFixture.awaitRead(connection);
			fixture.client.subscribeAsync("late/+", QoS.AT_LEAST_ONCE, late);
			ClientFixture.grant(connection);
			busy.close();
			late.close();
			for (int i = 1; i <= 7; i++) {
				assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(i);
			}
			assertThat(late.payloads()).containsSubsequence("a1", "a2", "a3")
				.containsSubsequence("b1", "b2")
				.hasSize(5);
		}
	}

	@Test
	void subscriberGetsItsSignalsOneAfterTheOther() {
		try (ClientFixture fixture = fixture(4)) {
			List<String> signals = Collections.synchronizedList(new ArrayList<>());
			CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
			HeldHandler handler = new HeldHandler();
			fixture.client.messages("#", SubscribeOptions.of(QoS.AT_LEAST_ONCE)).subscribe(new Flow.Subscriber<>() {

				@Override
				public void onSubscribe(Flow.Subscription subscription) {
					subscribed.complete(subscription);
				}

				@Override
				public void onNext(MqttMessage message) {
					signals.add("begin " + message.topic());
					try {
						handler.handle(message);
					}
					catch (Exception ex) {
						throw new AssertionError(ex);
					}
					signals.add("end " + message.topic());
				}

				@Override
				public void onError(Throwable failure) {
					signals.add("error");
				}

				@Override
				public void onComplete() {
					signals.add("complete");
				}

			});
			FakeConnection connection = fixture.connect();
			ClientFixture.grant(connection);
			ClientFixture.await(subscribed).request(10);
			connection.send(ClientFixture.publish(1, "a", "", QoS.AT_LEAST_ONCE));
			handler.awaitRunning(1);
			connection.send(ClientFixture.publish(2, "b", "", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(3, "c", "", QoS.AT_LEAST_ONCE));
			ClientFixture.awaitRead(connection);
			fixture.client.unsubscribeAsync("#");
			assertThat(handler.running()).containsExactly("a");
			handler.close();
			Awaitility.await().until(() -> signals.contains("complete"));
			assertThat(signals.subList(0, 2)).containsExactly("begin a", "end a");
			assertThat(signals.get(signals.size() - 1)).isEqualTo("complete");
			for (int i = 0; i < signals.size() - 1; i += 2) {
				assertThat(signals.get(i + 1)).isEqualTo(signals.get(i).replace("begin", "end"));
			}
		}
	}

	@Test
	void atLeastOneHandlerMustBeAllowedToRun() {
		assertThatIllegalArgumentException().isThrownBy(() -> fixture(0))
			.withMessage("Handler concurrency must be at least 1 but was 0");
	}

	private static ClientFixture fixture(int concurrency) {
		return new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.handlerConcurrency(concurrency));
	}

}
