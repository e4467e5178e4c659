package io.topicwire.mqtt.interoperability;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.VersionNegotiation;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for connecting and staying connected.
 */
interface ConnectTests {

	Peer peer();

	@Test
	default void clientConnectsAndDisconnectsAgainAndAgain() {
		MqttClient client = peer().client((builder) -> builder);
		for (int i = 0; i < 3; i++) {
			ConnectResult result = client.connect();
			assertThat(result.protocolVersion()).isEqualTo(peer().version());
			assertThat(result.sessionPresent()).isFalse();
			client.disconnect();
			assertThat(client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		}
	}

	@Test
	default void limitsOfTheBrokerAreVisible() {
		ServerLimits limits = peer().isMqtt5() ? peer().broker().limits() : ServerLimits.NONE;
		assertThat(peer().client((builder) -> builder).connect().limits()).isEqualTo(limits);
	}

	@Test
	default void brokerAssignsAClientIdentifier() {
		peer().assume(Feature.ASSIGNED_CLIENT_IDENTIFIER);
		MqttClient client = peer().client((builder) -> builder.clientId(""));
		String assigned = client.connect().clientId();
		assertThat(assigned).isNotEmpty();
		assertThat(client.clientId()).isEqualTo(assigned);
		MqttClient other = peer().client((builder) -> builder.clientId(""));
		assertThat(other.connect().clientId()).isNotEqualTo(assigned);
	}

	@Test
	default void wrongPasswordIsRefused() {
		peer().assume(Feature.PASSWORDS);
		MqttClient client = peer().client((builder) -> builder.credentials(Values.USERNAME, "wrong"));
		assertThatExceptionOfType(MqttConnectRefusedException.class).isThrownBy(client::connect)
			.extracting(MqttConnectRefusedException::reasonCode)
			.isIn(ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.NOT_AUTHORIZED);
	}

	@Test
	default void versionThatTheBrokerDoesNotSpeakIsRefused() {
		Peer.assume(peer().broker().whyNot(Feature.MQTT_5, ProtocolVersion.MQTT_5).isPresent(),
				peer().broker() + " speaks both versions");
		MqttClient client = peer()
			.client((builder) -> builder.protocolVersion(ProtocolVersion.MQTT_5).reconnect(ReconnectPolicy.NEVER));
		assertThatExceptionOfType(MqttException.class).isThrownBy(client::connect);
	}

	@Test
	default void clientFindsOutWhichVersionTheBrokerSpeaks() {
		boolean mqtt5 = peer().broker().whyNot(Feature.MQTT_5, ProtocolVersion.MQTT_5).isEmpty();
		MqttClient client = peer().client((builder) -> builder.protocolVersion(VersionNegotiation.AUTO));
		ConnectResult result = client.connect();
		assertThat(result.protocolVersion()).isEqualTo(mqtt5 ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1);
		assertThat(client.ping()).isPositive();
	}

	@Test
	default void pingIsAnswered() {
		assertThat(peer().connect().ping()).isPositive();
	}

	@Test
	default void idleConnectionIsKeptAliveByPings() throws InterruptedException {
		BlockingQueue<Duration> pings = new LinkedBlockingQueue<>();
		MqttClient client = peer()
			.connect((builder) -> builder.keepAlive(Duration.ofSeconds(1)).listener(onPing(pings)));
		for (int i = 0; i < 3; i++) {
			assertThat(pings.poll(Peer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
		}
		assertThat(client.status().state()).isEqualTo(ConnectionState.CONNECTED);
	}

	private static MqttClientListener onPing(BlockingQueue<Duration> pings) {
		return new MqttClientListener() {

			@Override
			public void pinged(Duration latency) {
				pings.add(latency);
			}

		};
	}

	@Test
	default void brokerDictatesTheKeepAlive() {
		peer().assume(Feature.SERVER_KEEP_ALIVE);
		ConnectResult result = peer().client((builder) -> builder.keepAlive(Duration.ofHours(10))).connect();
		assertThat(result.keepAlive()).isPositive().isLessThan(Duration.ofHours(10));
	}

	@Test
	default void secondClientWithTheSameIdentifierTakesOver() throws InterruptedException {
		BlockingQueue<MqttException> failures = new LinkedBlockingQueue<>();
		String clientId = peer().clientId("twin");
		peer().connect((builder) -> builder.clientId(clientId)
			.reconnect(ReconnectPolicy.NEVER)
			.listener(onDisconnect(failures)));
		MqttClient second = peer().connect((builder) -> builder.clientId(clientId));
		MqttException failure = failures.poll(Peer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(failure).isNotNull();
		assertThat(second.ping()).isPositive();
		peer().assume(Feature.TAKEOVER_WITH_REASON);
		assertThat(failure).isInstanceOfSatisfying(MqttDisconnectedException.class,
				(disconnected) -> assertThat(disconnected.reasonCode()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER));
	}

	private static MqttClientListener onDisconnect(BlockingQueue<MqttException> failures) {
		return new MqttClientListener() {

			@Override
			public void disconnected(@Nullable MqttException failure) {
				if (failure != null) {
					failures.add(failure);
				}
			}

		};
	}

}
