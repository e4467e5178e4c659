package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FakeBroker;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that know several servers.
 */
class FailoverTests {

	private static final IOException REFUSED = new IOException("Connection refused");

	private final VirtualTimer timer = new VirtualTimer();

	private final FakeBroker a = new FakeBroker(ProtocolVersion.MQTT_5);

	private final FakeBroker b = new FakeBroker(ProtocolVersion.MQTT_5);

	private final Map<String, FakeBroker> brokers = Map.of("a", this.a, "b", this.b);

	private MqttClient client;

	@AfterEach
	void close() {
		this.a.hangUp();
		this.b.hangUp();
		this.client.close();
	}

	@Test
	void nextServerIsTriedAtOnceWhenTheFirstIsNotThere() {
		this.a.unreachable(REFUSED);
		CompletableFuture<ConnectResult> connected = connect((builder) -> builder.reconnect(ReconnectPolicy.NEVER));
		this.timer.advanceTo(Duration.ZERO);
		this.b.accept();
		assertThat(ClientFixture.await(connected).server()).isEqualTo("b:1883");
	}

	@Test
	void connectFailsWhenAllServersWereTried() {
		this.a.unreachable(REFUSED);
		this.b.unreachable(REFUSED);
		CompletableFuture<ConnectResult> connected = connect((builder) -> builder);
		this.timer.advanceTo(Duration.ZERO);
		assertThat(ClientFixture.awaitFailure(connected, MqttConnectionException.class))
			.hasMessage("Connection to b:1883 failed: Connection refused");
	}

	@Test
	void eachServerHasItsTimeToAccept() {
		CompletableFuture<ConnectResult> connected = connect((builder) -> builder);
		this.a.awaitConnection().expect(Connect.class);
		this.timer.advance(ClientFixture.CONNECT_TIMEOUT);
		assertThat(connected).isNotDone();
		this.b.awaitConnection().expect(Connect.class);
		this.timer.advance(ClientFixture.CONNECT_TIMEOUT);
		ClientFixture.awaitFailure(connected, MqttTimeoutException.class);
		assertThat(this.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
	}

	@Test
	void lostConnectionIsMadeAnewWithTheNextServerAtOnceAndThenAfterDelays() {
		FakeConnection connection = connected((builder) -> builder);
		this.b.unreachable(REFUSED);
		connection.close();
		this.timer.advanceTo(Duration.ZERO);
		this.timer.advanceTo(Duration.ofMillis(500));
		this.a.accept();
		Awaitility.await().until(() -> this.client.status().state() == ConnectionState.CONNECTED);
		assertThat(this.client.status().reconnects()).isOne();
	}

	@Test
	void serverThatSaysNoForGoodIsTheLastOneTried() {
		CompletableFuture<ConnectResult> connected = connect((builder) -> builder);
		FakeConnection connection = this.a.awaitConnection();
		connection.expect(Connect.class);
		connection.send(new Connack(false, ReasonCode.NOT_AUTHORIZED, Properties.NONE));
		ClientFixture.awaitFailure(connected, MqttConnectionException.class);
		assertThat(this.b.hasConnection()).isFalse();
	}

	@Test
	void messagesInFlightAreSentAgainOnlyIfTheNextServerKnowsTheSession() {
		FakeConnection connection = connected((builder) -> builder.sessionExpiry(Duration.ofHours(1)));
		CompletableFuture<PublishResult> published = this.client
			.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
		int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
		connection.close();
		this.timer.advanceTo(Duration.ZERO);
		FakeConnection other = this.b.awaitConnection().accept(true);
		Publish again = other.expect(Publish.class);
		assertThat(again.duplicate()).isTrue();
		assertThat(again.packetIdentifier()).isEqualTo(packetIdentifier);
		other.send(new Puback(packetIdentifier));
		ClientFixture.await(published);
	}

	@Test
	void serverThatIsToBeLeftIsFollowedByTheNextOne() {
		FakeConnection connection = connected((builder) -> builder);
		connection.send(new Disconnect(ReasonCode.USE_ANOTHER_SERVER, Properties.NONE));
		this.timer.advanceTo(Duration.ZERO);
		this.b.accept();
	}

	@ParameterizedTest
	@EnumSource(names = { "USE_ANOTHER_SERVER", "SERVER_MOVED" })
	void referenceInARefusalIsFollowedIfThatIsAllowed(ReasonCode reasonCode) {
		CompletableFuture<ConnectResult> connected = connect(MqttClient.builder("mqtt://a").followServerReference(true),
				(builder) -> builder);
		refuse(this.a.awaitConnection(), reasonCode);
		this.timer.advanceTo(Duration.ZERO);
		this.b.accept();
		assertThat(ClientFixture.await(connected).server()).isEqualTo("b:1884");
	}

	@Test
	void referenceInARefusalIsNotFollowedByDefault() {
		CompletableFuture<ConnectResult> connected = connect(MqttClient.builder("mqtt://a"), (builder) -> builder);
		refuse(this.a.awaitConnection(), ReasonCode.USE_ANOTHER_SERVER);
		ClientFixture.awaitFailure(connected, MqttConnectionException.class);
		assertThat(this.b.hasConnection()).isFalse();
	}

	@Test
	void referenceInADisconnectIsFollowedIfThatIsAllowed() {
		connect(MqttClient.builder("mqtt://a").followServerReference(true), (builder) -> builder);
		this.a.accept()
			.send(new Disconnect(ReasonCode.SERVER_MOVED,
					Properties.builder().add(Property.SERVER_REFERENCE, "b:1884").build()));
		this.timer.advanceTo(Duration.ZERO);
		this.b.accept();
		Awaitility.await().until(() -> this.client.status().state() == ConnectionState.CONNECTED);
	}

	private static void refuse(FakeConnection connection, ReasonCode reasonCode) {
		connection.expect(Connect.class);
		connection.send(
				new Connack(false, reasonCode, Properties.builder().add(Property.SERVER_REFERENCE, "b:1884").build()));
	}

	private FakeConnection connected(UnaryOperator<MqttClientBuilder> settings) {
		CompletableFuture<ConnectResult> connected = connect(settings);
		FakeConnection connection = this.a.accept();
		ClientFixture.await(connected);
		return connection;
	}

	private CompletableFuture<ConnectResult> connect(UnaryOperator<MqttClientBuilder> settings) {
		return connect(MqttClient.builder("mqtt://a").failover("mqtt://b"), settings);
	}

	private CompletableFuture<ConnectResult> connect(MqttClientBuilder builder,
			UnaryOperator<MqttClientBuilder> settings) {
		builder.clientId("meter-7")
			.keepAlive(Duration.ZERO)
			.environment(
					new Environment((address, options) -> this.brokers.get(address.host()).create(address, options),
							this.timer, () -> 0.5));
		this.client = TrackedClient.of(settings.apply(builder).build());
		return this.client.connectAsync();
	}

}
