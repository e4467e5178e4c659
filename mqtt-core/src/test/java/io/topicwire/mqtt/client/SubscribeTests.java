package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for subscribing and unsubscribing.
 */
class SubscribeTests {

	private static final SubscribeOptions QOS_1 = SubscribeOptions.of(QoS.AT_LEAST_ONCE);

	@ParameterizedTest
	@EnumSource
	void handlersThatAreRegisteredBeforeConnectAreSubscribedBeforeAnythingIsPublished(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			fixture.client.publishAsync(MqttMessage.of("a/1", "x"));
			Subscription subscription = ClientFixture
				.await(fixture.client.subscribeAsync("a/+", QoS.AT_LEAST_ONCE, new Recorder()));
			ClientFixture.await(fixture.client.subscribeAsync("b/#", QoS.EXACTLY_ONCE, new Recorder()));
			assertThat(subscription.reasonCode()).isNull();
			FakeConnection connection = fixture.connect();
			List<Subscribe.Request> requests = new ArrayList<>(connection.expect(Subscribe.class).requests());
			if (requests.size() == 1) {
				requests.addAll(connection.expect(Subscribe.class).requests());
			}
			assertThat(requests).containsExactly(new Subscribe.Request("a/+", QOS_1),
					new Subscribe.Request("b/#", SubscribeOptions.of(QoS.EXACTLY_ONCE)));
			connection.expect(Publish.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	void subscribeIsCompleteWhenTheBrokerHasGrantedIt(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("a/+", QOS_1, new Recorder());
			Subscribe subscribe = connection.expect(Subscribe.class);
			assertThat(subscribed).isNotDone();
			connection.send(new Suback(subscribe.packetIdentifier(), List.of(ReasonCode.SUCCESS), Properties.NONE));
			Subscription subscription = ClientFixture.await(subscribed);
			assertThat(subscription.filter()).isEqualTo("a/+");
			assertThat(subscription.options()).isEqualTo(QOS_1);
			assertThat(subscription.reasonCode()).isEqualTo(ReasonCode.SUCCESS);
		}
	}

	@Test
	void optionsAreSentToAnMqtt5Broker() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			SubscribeOptions options = QOS_1.noLocal(true)
				.retainAsPublished(true)
				.retainHandling(RetainHandling.SEND_IF_NEW);
			fixture.client.subscribeAsync("a", options, new Recorder());
			assertThat(connection.expect(Subscribe.class).requests())
				.containsExactly(new Subscribe.Request("a", options));
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusedSubscribeFailsAndLeavesNothingBehind(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("secret/#", QOS_1,
					new Recorder());
			connection.send(new Suback(connection.expect(Subscribe.class).packetIdentifier(),
					List.of(ReasonCode.UNSPECIFIED_ERROR), Properties.NONE));
			MqttSubscribeException failure = ClientFixture.awaitFailure(subscribed, MqttSubscribeException.class);
			assertThat(failure)
				.hasMessage("The broker refused the subscription to 'secret/#': unspecified error (0x80)");
			assertThat(failure.reasonCode()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.accept();
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			again.expect(Publish.class);
		}
	}

	@Test
	void refusalOfASubscriptionThatWasAskedForEarlierIsToldToListeners() throws Exception {
		BlockingQueue<MqttException> refused = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.listener(new MqttClientListener() {

					@Override
					public void subscriptionRefused(String filter, MqttException failure) {
						refused.add(failure);
					}

				}))) {
			Subscription subscription = ClientFixture
				.await(fixture.client.subscribeAsync("secret/#", QOS_1, new Recorder()));
			FakeConnection connection = fixture.connect();
			connection.send(new Suback(connection.expect(Subscribe.class).packetIdentifier(),
					List.of(ReasonCode.NOT_AUTHORIZED), Properties.NONE));
			assertThat(refused.poll(10, TimeUnit.SECONDS))
				.hasMessage("The broker refused the subscription to 'secret/#': not authorized (0x87)");
			assertThat(subscription.reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void grantedSubscriptionsAreToldToListeners(ProtocolVersion version) throws Exception {
		BlockingQueue<String> granted = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.listener(new MqttClientListener() {

			@Override
			public void subscribed(String filter, QoS qos) {
				granted.add(filter + " " + qos.level());
			}

		}))) {
			fixture.client.register("a/#", SubscribeOptions.of(QoS.EXACTLY_ONCE), new Recorder());
			FakeConnection connection = fixture.connect();
			connection.send(new Suback(connection.expect(Subscribe.class).packetIdentifier(),
					List.of(ReasonCode.GRANTED_QOS_1), Properties.NONE));
			assertThat(granted.poll(10, TimeUnit.SECONDS)).isEqualTo("a/# 1");
		}
	}

	@ParameterizedTest
	@EnumSource
	void subscriptionsAreRestoredWhenTheSessionIsLost(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("a/+", new Recorder());
			connection.close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			fixture.client.publishAsync(MqttMessage.of("a/1", "x"));
			fixture.timer.advance(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.accept();
			assertThat(again.expect(Subscribe.class).requests())
				.containsExactly(new Subscribe.Request("a/+", SubscribeOptions.of(QoS.EXACTLY_ONCE)));
			again.expect(Publish.class);
		}
	}

	@Test
	void subscriptionsAreNotAskedForAgainWhenTheSessionGoesOn() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			FakeConnection connection = fixture.connectAndSubscribe("a/+", new Recorder());
			// The answer to the subscription is behind it
			ClientFixture.await(fixture.client.subscribeAsync("a/+", QOS_1, new Recorder()));
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true);
			fixture.client.publishAsync(MqttMessage.of("a/1", "x"));
			again.expect(Publish.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	void subscriptionsAreAskedForAgainAlthoughTheSessionGoesOnIfThatIsSaid(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> ClientFixture.lasting(version, builder).resubscribe(ResubscribePolicy.ALWAYS))) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
			});
			for (int i = 0; i < 2; i++) {
				// So that the answer to the subscription was
				ClientFixture.awaitRead(connection);
				connection = fixture.reconnect(connection).accept(true);
				Subscribe subscribe = ClientFixture.grant(connection);
				assertThat(subscribe.requests()).singleElement()
					.satisfies((request) -> assertThat(request.filter()).isEqualTo("a"));
				// Once
				fixture.expectNothing(connection);
				fixture.timer.advance(Duration.ofSeconds(30));
			}
		}
	}

	@Test
	void manySubscriptionsWithoutIdentifiersAreRestoredInBatches() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			for (int i = 0; i < 250; i++) {
				fixture.client.subscribeAsync("a/" + i, QOS_1, new Recorder());
			}
			FakeConnection connection = fixture.connect();
			assertThat(ClientFixture.grant(connection).requests()).hasSize(100);
			assertThat(ClientFixture.grant(connection).requests()).hasSize(100);
			assertThat(ClientFixture.grant(connection).requests()).hasSize(50);
		}
	}

	@Test
	void handlersOfOneFilterShareASubscription() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			Recorder first = new Recorder();
			Recorder second = new Recorder();
			FakeConnection connection = fixture.connectAndSubscribe("a", first);
			Subscription subscription = ClientFixture.await(fixture.client.subscribeAsync("a", QOS_1, second));
			connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			assertThat(first.next().payloadAsString()).isEqualTo("x");
			assertThat(second.next().payloadAsString()).isEqualTo("x");
			ClientFixture.await(subscription.unsubscribeAsync());
			connection.send(ClientFixture.publish(0, "a", "y", QoS.AT_MOST_ONCE));
			assertThat(first.next().payloadAsString()).isEqualTo("y");
			assertThat(second.isEmpty()).isTrue();
		}
	}

	@Test
	void higherQosOfAnotherHandlerIsAskedFor() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, new Recorder());
			ClientFixture.grant(connection);
			CompletableFuture<Subscription> higher = fixture.client.subscribeAsync("a", QOS_1, new Recorder());
			assertThat(ClientFixture.grant(connection).requests()).containsExactly(new Subscribe.Request("a", QOS_1));
			ClientFixture.await(higher);
		}
	}

	@ParameterizedTest
	@EnumSource
	void unsubscribeIsCompleteWhenTheBrokerHasConfirmedIt(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("a/#", new Recorder());
			CompletableFuture<?> unsubscribed = fixture.client.unsubscribeAsync("a/#");
			Unsubscribe unsubscribe = connection.expect(Unsubscribe.class);
			assertThat(unsubscribe.filters()).containsExactly("a/#");
			assertThat(unsubscribed).isNotDone();
			connection.send(new Unsuback(unsubscribe.packetIdentifier(),
					(version == ProtocolVersion.MQTT_5) ? List.of(ReasonCode.SUCCESS) : List.of(), Properties.NONE));
			ClientFixture.await(unsubscribed);
		}
	}

	@Test
	void refusedUnsubscribeFails() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connectAndSubscribe("a/#", new Recorder());
			CompletableFuture<?> unsubscribed = fixture.client.unsubscribeAsync("a/#");
			connection.send(new Unsuback(connection.expect(Unsubscribe.class).packetIdentifier(),
					List.of(ReasonCode.NOT_AUTHORIZED), Properties.NONE));
			assertThat(ClientFixture.awaitFailure(unsubscribed, MqttSubscribeException.class))
				.hasMessage("The broker refused to end the subscription to 'a/#': not authorized (0x87)");
		}
	}

	@Test
	void unsubscribeOfAnUnknownFilterIsCompleteAtOnce() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThat(fixture.client.unsubscribeAsync("a/#")).isCompleted();
		}
	}

	@Test
	void registeredHandlerIsSubscribedWithTheNextConnectionAndCanBeRemovedAtAnyTime() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			Subscription first = fixture.client.register("a", QOS_1, new Recorder());
			assertThat(ClientFixture.grant(connection).requests()).hasSize(1);
			connection.close();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			Subscription second = fixture.client.register("b", QOS_1, new Recorder());
			fixture.timer.advance(Duration.ofMillis(500));
			second.close();
			first.close();
			fixture.client.publishAsync(MqttMessage.of("c", "x"));
			fixture.broker.accept().expect(Publish.class);
		}
	}

	@Test
	void unansweredSubscribeTimesOutAndIsMadeWithTheNextConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("a", QOS_1, new Recorder());
			connection.expect(Subscribe.class);
			fixture.timer.advance(ClientFixture.OPERATION_TIMEOUT);
			assertThat(ClientFixture.awaitFailure(subscribed, MqttTimeoutException.class))
				.hasMessage("Subscribe to 'a' was not finished after 30000 ms");
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			assertThat(fixture.broker.accept().expect(Subscribe.class).requests())
				.containsExactly(new Subscribe.Request("a", QOS_1));
		}
	}

	@Test
	void invalidFiltersAreRefusedAtOnce() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.subscribeAsync("a/#/b", QOS_1, new Recorder()))
				.withMessageContaining("a/#/b");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> fixture.client.subscribeAsync("$share/g/a", QOS_1.noLocal(true), new Recorder()))
				.withMessage("Shared subscription '$share/g/a' must not be no-local; leave that option out");
		}
	}

}
