package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.AcknowledgeableMessage;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for what publishers of messages do beyond the rules of Reactive Streams.
 */
class MessagePublisherTests {

	private static final SubscribeOptions OPTIONS = SubscribeOptions.of(QoS.EXACTLY_ONCE);

	private final Collector<MqttMessage> collector = new Collector<>();

	@ParameterizedTest
	@EnumSource
	void messageIsAcknowledgedWhenItWasDemandedAndTaken(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "y", QoS.AT_LEAST_ONCE));
			awaitReceived(fixture, 2);
			expectSilence(fixture, connection);
			this.collector.request(1);
			assertThat(this.collector.next().payloadAsString()).isEqualTo("x");
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(1));
			expectSilence(fixture, connection);
			this.collector.request(1);
			assertThat(this.collector.next().payloadAsString()).isEqualTo("y");
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(2));
		}
	}

	@Test
	void receiveMaximumHoldsForMessagesWithoutDemandWhilePingsGoOn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.receiveMaximum(2))) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "y", QoS.AT_LEAST_ONCE));
			awaitReceived(fixture, 2);
			expectSilence(fixture, connection);
			connection.send(ClientFixture.publish(3, "a", "z", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
		}
	}

	@Test
	void messagesOfQos0WithoutDemandAreKeptUpToALimitAndThenDroppedAndCounted() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxMessages(4))) {
			Recorder other = new Recorder();
			fixture.client.subscribeAsync("b", OPTIONS, other);
			FakeConnection connection = connect(fixture);
			for (int i = 1; i <= 7; i++) {
				connection.send(ClientFixture.publish(0, "a", String.valueOf(i), QoS.AT_MOST_ONCE),
						ClientFixture.publish(0, "b", String.valueOf(i), QoS.AT_MOST_ONCE));
				// Others are none the worse for it
				assertThat(other.next().payloadAsString()).isEqualTo(String.valueOf(i));
			}
			assertThat(fixture.client.statistics().messagesDropped()).isEqualTo(3);
			this.collector.request(5);
			for (int i = 1; i <= 4; i++) {
				assertThat(this.collector.next().payloadAsString()).isEqualTo(String.valueOf(i));
			}
			connection.send(ClientFixture.publish(0, "a", "8", QoS.AT_MOST_ONCE));
			assertThat(this.collector.next().payloadAsString()).isEqualTo("8");
		}
	}

	@Test
	void eachSubscriberHasADemandOfItsOwn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			Collector<MqttMessage> other = new Collector<>();
			FakeConnection connection = connect(fixture);
			fixture.client.messages("a", OPTIONS).subscribe(other);
			this.collector.request(1);
			other.request(2);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "y", QoS.AT_LEAST_ONCE));
			assertThat(other.next().payloadAsString()).isEqualTo("x");
			assertThat(other.next().payloadAsString()).isEqualTo("y");
			assertThat(this.collector.next().payloadAsString()).isEqualTo("x");
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(1));
			expectSilence(fixture, connection);
		}
	}

	@Test
	void cancelUnsubscribesAndLeavesNoMessageUnanswered() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			awaitReceived(fixture, 1);
			expectSilence(fixture, connection);
			this.collector.cancel();
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			assertThat(connection.expect(Unsubscribe.class).filters()).containsExactly("a");
			assertThat(fixture.client.statistics().messagesUnmatched()).isOne();
			assertThat(this.collector.isEmpty()).isTrue();
		}
	}

	@Test
	void unsubscribeCompletesTheSubscriber() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = connect(fixture);
			CompletableFuture<?> unsubscribed = fixture.client.unsubscribeAsync("a");
			connection.send(new Unsuback(connection.expect(Unsubscribe.class).packetIdentifier(),
					List.of(ReasonCode.SUCCESS), Properties.NONE));
			ClientFixture.await(unsubscribed);
			assertThat(ClientFixture.await(this.collector.ended)).isEqualTo("complete");
		}
	}

	@Test
	void closeCompletesTheSubscriber() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			connect(fixture);
		}
		assertThat(ClientFixture.await(this.collector.ended)).isEqualTo("complete");
	}

	@Test
	void subscriberOfAClosedClientIsToldSo() {
		MqttClient closed;
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			closed = fixture.client;
		}
		closed.messages("a", OPTIONS).subscribe(this.collector);
		assertThat(ClientFixture.await(this.collector.ended)).isInstanceOf(MqttClosedException.class);
	}

	@Test
	void refusalOfTheSubscriptionIsAnError() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.messages("a", OPTIONS).subscribe(this.collector);
			connection.send(new Suback(connection.expect(Subscribe.class).packetIdentifier(),
					List.of(ReasonCode.NOT_AUTHORIZED), Properties.NONE));
			assertThat(ClientFixture.await(this.collector.ended)).isInstanceOf(MqttSubscribeException.class);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.accept();
			expectSilence(fixture, again);
		}
	}

	@Test
	@ExpectedErrors("Handler for 'a' failed")
	void subscriberThatThrowsIsNotCalledAgainAndItsMessageTreatedAsFailed() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.onHandlerFailure(HandlerFailurePolicy.REJECT))) {
			FakeConnection connection = connect(fixture);
			this.collector.failure = new IllegalStateException("cannot read it");
			this.collector.request(2);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			assertThat(connection.expect(Puback.class).reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			connection.expect(Unsubscribe.class);
			assertThat(fixture.client.statistics().handlerFailures()).isOne();
		}
	}

	@Test
	void messagesThatAreSentAgainDoNotPileUpWithoutDemand() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			FakeConnection connection = connect(fixture);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			awaitReceived(fixture, 1);
			expectSilence(fixture, connection);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true);
			again.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "y", QoS.AT_LEAST_ONCE));
			awaitReceived(fixture, 3);
			this.collector.request(3);
			assertThat(this.collector.next().payloadAsString()).isEqualTo("x");
			assertThat(this.collector.next().payloadAsString()).isEqualTo("y");
			assertThat(again.expect(Puback.class)).isEqualTo(new Puback(1));
			assertThat(again.expect(Puback.class)).isEqualTo(new Puback(2));
			assertThat(this.collector.isEmpty()).isTrue();
		}
	}

	@Test
	void acknowledgeableMessagesAreAcknowledgedByTheApplication() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			Collector<AcknowledgeableMessage> acknowledgeable = new Collector<>();
			FakeConnection connection = fixture.connect();
			fixture.client.acknowledgeableMessages("a", OPTIONS).subscribe(acknowledgeable);
			ClientFixture.grant(connection);
			acknowledgeable.request(2);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "y", QoS.AT_LEAST_ONCE));
			AcknowledgeableMessage first = acknowledgeable.next();
			assertThat(acknowledgeable.next().acknowledgement().acknowledge()).isTrue();
			expectSilence(fixture, connection);
			assertThat(first.message().payloadAsString()).isEqualTo("x");
			assertThat(first.acknowledgement().reject(ReasonCode.QUOTA_EXCEEDED)).isTrue();
			assertThat(connection.expect(Puback.class))
				.isEqualTo(new Puback(1, ReasonCode.QUOTA_EXCEEDED, Properties.NONE));
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(2));
		}
	}

	private FakeConnection connect(ClientFixture fixture) {
		FakeConnection connection = fixture.connect();
		fixture.client.messages("a", OPTIONS).subscribe(this.collector);
		Subscribe subscribe = ClientFixture.grant(connection);
		while (!subscribe.requests().get(0).filter().equals("a")) {
			subscribe = ClientFixture.grant(connection);
		}
		this.collector.awaitSubscription();
		return connection;
	}

	private static void awaitReceived(ClientFixture fixture, int count) {
		Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == count);
	}

	/**
	 * Whatever was to be sent before a PINGREQ would come before it.
	 */
	private static void expectSilence(ClientFixture fixture, FakeConnection connection) {
		ClientFixture.await(fixture.client.connectAsync());
		CompletableFuture<Duration> ping = fixture.client.pingAsync();
		connection.expect(Pingreq.class);
		connection.send(Pingresp.INSTANCE);
		ClientFixture.await(ping);
	}

	/**
	 * Keeps what a subscriber gets.
	 */
	private static final class Collector<T> implements Flow.Subscriber<T> {

		private final BlockingQueue<T> items = new LinkedBlockingQueue<>();

		private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

		private final CompletableFuture<Object> ended = new CompletableFuture<>();

		private volatile @Nullable RuntimeException failure;

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription.complete(subscription);
		}

		@Override
		public void onNext(T item) {
			RuntimeException failure = this.failure;
			if (failure != null) {
				throw failure;
			}
			this.items.add(item);
		}

		@Override
		public void onError(Throwable failure) {
			this.ended.complete(failure);
		}

		@Override
		public void onComplete() {
			this.ended.complete("complete");
		}

		Flow.Subscription awaitSubscription() {
			return ClientFixture.await(this.subscription);
		}

		void request(long count) {
			awaitSubscription().request(count);
		}

		void cancel() {
			awaitSubscription().cancel();
		}

		T next() {
			try {
				T item = this.items.poll(10, TimeUnit.SECONDS);
				return (item != null) ? item : fail("No message was handed over");
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

		boolean isEmpty() {
			return this.items.isEmpty();
		}

	}

}
