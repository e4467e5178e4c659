package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which handlers a received message goes to. The last message of each test
 * shows that all before it have been handled.
 */
class RoutingTests {

	private final Recorder one = new Recorder();

	private final Recorder two = new Recorder();

	private final Recorder last = new Recorder();

	@Test
	@Mqtt5("MQTT-3.3.4-3")
	void messageGoesToTheHandlersOfTheSubscriptionThatCausedIt() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = fixture.connect();
			List<Integer> identifiers = grantThree(connection);
			assertThat(identifiers).doesNotHaveDuplicates().allMatch((identifier) -> identifier >= 1);
			connection.send(publish("a/b", identifiers.subList(1, 2)), publish("last", List.of()));
			assertThat(this.two.next().properties().subscriptionIdentifiers()).isEqualTo(identifiers.subList(1, 2));
			expectNoMore();
		}
	}

	@Test
	@Mqtt5("MQTT-3.3.4-3")
	void subscriptionIdentifierZeroIsAProtocolError() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes(0x30, 0x06, 0x00, 0x01, 'a', 0x02, 0x0B, 0x00);
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
		}
	}

	@Test
	@Mqtt5("MQTT-3.3.4-4")
	void messageWithSeveralIdentifiersGoesToEachOfTheirHandlersOnce() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = fixture.connect();
			List<Integer> identifiers = grantThree(connection);
			connection.send(publish("a/b", List.of(identifiers.get(1), identifiers.get(0), identifiers.get(1))),
					publish("last", List.of()));
			this.one.next();
			this.two.next();
			expectNoMore();
		}
	}

	@Test
	@Mqtt5("MQTT-3.3.4-5")
	void copyPerSubscriptionReachesEachHandlerOnce() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = fixture.connect();
			List<Integer> identifiers = grantThree(connection);
			connection.send(publish("a/b", identifiers.subList(0, 1)), publish("a/b", identifiers.subList(1, 2)),
					publish("last", List.of()));
			this.one.next();
			this.two.next();
			expectNoMore();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.3.4-5")
	void equalMessagesAreNeverTakenForCopies(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connectAndSubscribe("a/#", this.one);
			connection.send(publish("a/b", List.of()), publish("a/b", List.of()));
			this.one.next();
			this.one.next();
		}
	}

	@Test
	void sharedSubscriptionIsToldFromAPlainOneOfTheSameTopics() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.subscribeAsync("a/#", QoS.AT_MOST_ONCE, this.one);
			fixture.client.subscribeAsync("$share/g/a/#", QoS.AT_MOST_ONCE, this.two);
			fixture.client.subscribeAsync("last", QoS.AT_MOST_ONCE, this.last);
			FakeConnection connection = fixture.connect();
			List<Integer> identifiers = grantThree(connection);
			connection.send(publish("a/b", identifiers.subList(1, 2)), publish("last", List.of()));
			this.two.next();
			expectNoMore();
		}
	}

	@Test
	void messageOfASubscriptionThatWasRemovedGoesToNoOtherHandler() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = fixture.connect();
			List<Integer> identifiers = grantThree(connection);
			fixture.client.unsubscribeAsync("a/#");
			connection.expect(Unsubscribe.class);
			connection.send(publish("a/b", identifiers.subList(0, 1)), publish("last", List.of()));
			expectNoMore();
			assertThat(fixture.client.statistics().messagesUnmatched()).isOne();
		}
	}

	@Test
	void identifierOfAnEarlierProcessWithTheSameFilterMeansTheSame() {
		List<Integer> earlier;
		try (ClientFixture fixture = overlapping()) {
			earlier = grantThree(fixture.connect());
		}
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).sessionExpiry(Duration.ofHours(1)))) {
			fixture.client.subscribeAsync("last", QoS.AT_MOST_ONCE, this.last);
			fixture.client.subscribeAsync("a/+", QoS.AT_MOST_ONCE, this.two);
			fixture.client.subscribeAsync("a/#", QoS.AT_MOST_ONCE, this.one);
			FakeConnection connection = accept(fixture, true, Properties.NONE);
			grantThree(connection);
			connection.send(publish("a/b", earlier.subList(1, 2)), publish("last", List.of()));
			this.two.next();
			expectNoMore();
		}
	}

	@Test
	void messageWithUnknownIdentifiersGoesToAllHandlersWhoseFilterMatches() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = fixture.connect();
			grantThree(connection);
			connection.send(publish("a/b", List.of(77)), publish("last", List.of()));
			this.one.next();
			this.two.next();
			expectNoMore();
		}
	}

	@Test
	void identifierOfASubscriptionWhoseFilterDoesNotMatchIsNotTrusted() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = fixture.connect();
			List<Integer> identifiers = grantThree(connection);
			connection.send(publish("a/b", identifiers.subList(2, 3)), publish("last", List.of()));
			this.one.next();
			this.two.next();
			expectNoMore();
		}
	}

	@Test
	void identifierStaysTheSameOverReconnects() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = fixture.connect();
			List<Integer> identifiers = grantThree(connection);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			assertThat(grantThree(fixture.broker.accept())).isEqualTo(identifiers);
		}
	}

	@Test
	void brokerThatTakesNoIdentifiersIsSentNone() {
		try (ClientFixture fixture = overlapping()) {
			FakeConnection connection = accept(fixture, false, ClientFixture.NO_SUBSCRIPTION_IDENTIFIERS);
			Subscribe subscribe = ClientFixture.grant(connection);
			assertThat(subscribe.requests()).hasSize(3);
			assertThat(subscribe.properties().isEmpty()).isTrue();
			connection.send(publish("a/b", List.of()), publish("last", List.of()));
			this.one.next();
			this.two.next();
			expectNoMore();
		}
	}

	@Test
	void subscriptionsOfASessionGetTheirIdentifiersWhenAnotherServerTakesThem() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, this.one);
			FakeConnection connection = accept(fixture, false, ClientFixture.NO_SUBSCRIPTION_IDENTIFIERS);
			ClientFixture.grant(connection);
			ClientFixture.await(subscribed);
			connection.send(publish("a", List.of()));
			this.one.next();
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection again = fixture.broker.awaitConnection().accept(true);
			assertThat(ClientFixture.grant(again).properties().get(Property.SUBSCRIPTION_IDENTIFIER)).isNotNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void copyOfUnknownOriginGoesToEveryHandlerThatMatches(ProtocolVersion version) {
		try (ClientFixture fixture = overlapping(version)) {
			FakeConnection connection = fixture.connect();
			grantAll(connection);
			connection.send(publish("a/b", List.of()), publish("a/b", List.of()), publish("last", List.of()));
			this.one.next();
			this.one.next();
			this.two.next();
			this.two.next();
			expectNoMore();
		}
	}

	@ParameterizedTest
	@EnumSource
	void sameHandlerOfSeveralFiltersRunsOncePerCopy(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			fixture.client.subscribeAsync("a/#", QoS.AT_MOST_ONCE, this.one);
			fixture.client.subscribeAsync("a/+", QoS.AT_MOST_ONCE, this.one);
			fixture.client.subscribeAsync("last", QoS.AT_MOST_ONCE, this.last);
			FakeConnection connection = fixture.connect();
			grantAll(connection);
			connection.send(publish("a/b", List.of()), publish("last", List.of()));
			this.one.next();
			expectNoMore();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt3("MQTT-4.7.2-1")
	@Mqtt5("MQTT-4.7.2-1")
	void filterThatBeginsWithAWildcardGetsNothingOfTopicsThatBeginWithADollarSign(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			fixture.client.subscribeAsync("#", QoS.AT_MOST_ONCE, this.one);
			fixture.client.subscribeAsync("+/x", QoS.AT_MOST_ONCE, this.two);
			fixture.client.subscribeAsync("$SYS/#", QoS.AT_MOST_ONCE, this.last);
			FakeConnection connection = fixture.connect();
			grantAll(connection);
			connection.send(publish("$SYS/x", List.of()));
			expectNoMore();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt3({ "MQTT-3.3.2-3", "MQTT-4.5.0-2" })
	@Mqtt5({ "MQTT-3.3.2-3", "MQTT-4.5.0-2" })
	void messageThatWasNeverSubscribedToGoesToTheDefaultHandlerAndIsAcknowledged(ProtocolVersion version) {
		Recorder byDefault = new Recorder();
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.defaultHandler(byDefault))) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(9, "server/made", "x", QoS.AT_LEAST_ONCE));
			assertThat(byDefault.next().topic()).isEqualTo("server/made");
			assertThat(connection.expect(Puback.class)).isEqualTo(new Puback(9));
		}
	}

	private ClientFixture overlapping() {
		return overlapping(ProtocolVersion.MQTT_5);
	}

	/**
	 * A client with two filters that overlap and another one.
	 */
	private ClientFixture overlapping(ProtocolVersion version) {
		ClientFixture fixture = new ClientFixture(version);
		fixture.client.subscribeAsync("a/#", QoS.AT_MOST_ONCE, this.one);
		fixture.client.subscribeAsync("a/+", QoS.AT_MOST_ONCE, this.two);
		fixture.client.subscribeAsync("last", QoS.AT_MOST_ONCE, this.last);
		return fixture;
	}

	private static FakeConnection accept(ClientFixture fixture, boolean sessionPresent, Properties properties) {
		CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
		FakeConnection connection = fixture.broker.awaitConnection().accept(sessionPresent, properties);
		ClientFixture.await(connected);
		return connection;
	}

	private static List<Integer> grantThree(FakeConnection connection) {
		List<Integer> identifiers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			identifiers.addAll(ClientFixture.grant(connection).properties().getAll(Property.SUBSCRIPTION_IDENTIFIER));
		}
		assertThat(identifiers).hasSize(3);
		return identifiers;
	}

	private static void grantAll(FakeConnection connection) {
		int granted = 0;
		while (granted < 3) {
			granted += ClientFixture.grant(connection).requests().size();
		}
	}

	private static Publish publish(String topic, List<Integer> identifiers) {
		MessageProperties properties = new MessageProperties(false, null, null, null, null, List.of(), identifiers);
		return new Publish(0, false,
				new MqttMessage(topic, new byte[] { 'x' }, QoS.AT_MOST_ONCE, false, false, properties), 0);
	}

	private void expectNoMore() {
		this.last.next();
		assertThat(this.one.isEmpty()).isTrue();
		assertThat(this.two.isEmpty()).isTrue();
	}

}
