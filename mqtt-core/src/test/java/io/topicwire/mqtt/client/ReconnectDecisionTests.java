package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.conformance.SpecificationTable;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FakeBroker;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.packet.Connect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a client does about each reason for which a broker refuses or ends a
 * connection.
 */
class ReconnectDecisionTests {

	private static final ReconnectPolicy POLICY = ReconnectPolicy.DEFAULT.firstConnect(true);

	private static final Duration DELAY = Duration.ofMillis(500);

	private static final Duration LONG_DELAY = Duration.ofSeconds(45);

	private final VirtualTimer timer = new VirtualTimer();

	private final FakeBroker first = new FakeBroker(ProtocolVersion.MQTT_5);

	private final FakeBroker second = new FakeBroker(ProtocolVersion.MQTT_5);

	private final BlockingQueue<MqttException> givenUp = new LinkedBlockingQueue<>();

	private final LogRecorder log = new LogRecorder();

	private MqttClient client;

	private CompletableFuture<ConnectResult> connected;

	@AfterEach
	void close() {
		this.first.hangUp();
		this.second.hangUp();
		this.client.close();
		this.log.close();
	}

	/**
	 * Every packet in which a server may tell a reason to a client.
	 */
	static Stream<Reason> reasons() {
		return SpecificationTable.rows("mqtt-5.0-reason-codes.tsv")
			.stream()
			.filter((row) -> !row.get(5).startsWith("n/a"))
			.flatMap((row) -> Stream.of(row.get(2).split(", "))
				.filter(List.of("CONNACK", "DISCONNECT")::contains)
				.map((packet) -> new Reason(ReasonCode.of(Integer.decode(row.get(0))), packet, row.get(5))));
	}

	static Stream<Reason> passing() {
		return reasons().filter((reason) -> reason.advice().startsWith("yes, with backoff"));
	}

	static Stream<Reason> lasting() {
		// A takeover is a matter of its own
		return reasons().filter((reason) -> reason.advice().startsWith("no, needs the user")
				&& reason.code() != ReasonCode.SESSION_TAKEN_OVER);
	}

	static Stream<Reason> elsewhere() {
		return reasons().filter((reason) -> reason.advice().startsWith("use another server"));
	}

	@ParameterizedTest
	@MethodSource("passing")
	void clientWaitsAndComesBackAfterAReasonThatMayPass(Reason reason) {
		connect((builder) -> builder);
		end(this.first, reason);
		Duration delay = (reason.code().reconnect() == ReasonCode.Reconnect.RETRY_LATER) ? LONG_DELAY : DELAY;
		assertWaits(delay);
		assertFailure(reason);
		this.first.accept();
		assertThat(this.givenUp).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("lasting")
	void clientStopsAfterAReasonThatWillNotChange(Reason reason) throws InterruptedException {
		connect((builder) -> builder.failover("mqtt://second"));
		end(this.first, reason);
		assertThat(this.givenUp.poll(10, TimeUnit.SECONDS)).isSameAs(this.client.status().lastFailure());
		assertThat(this.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		assertFailure(reason);
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.first.hasConnection()).isFalse();
		assertThat(this.second.hasConnection()).isFalse();
		if (!reason.refuses()) {
			assertLastWarning(reason);
		}
		this.client.connectAsync();
		this.first.accept();
	}

	@Test
	void clientThatStopsAfterItsConnectWasGivenUpWarns() throws InterruptedException {
		connect((builder) -> builder);
		this.first.awaitConnection();
		this.timer.advance(ClientFixture.CONNECT_TIMEOUT);
		ClientFixture.awaitFailure(this.connected, MqttTimeoutException.class);
		this.timer.advanceTo(DELAY);
		Reason reason = new Reason(ReasonCode.BANNED, "CONNACK", "");
		end(this.first, reason);
		assertThat(this.givenUp.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertLastWarning(reason);
	}

	private void assertLastWarning(Reason reason) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.log.warnings("meter-7"))
				.anySatisfy((warning) -> assertThat(warning).contains(reason.code().toString())
					.endsWith("; no further attempt, because that will not change by itself: mend it and call "
							+ "connect()")));
	}

	@ParameterizedTest
	@MethodSource("elsewhere")
	void clientGoesToTheOtherServerAtOnceIfItIsSentAway(Reason reason) {
		connect((builder) -> builder.failover("mqtt://second"));
		end(this.first, reason);
		this.timer.advanceTo(Duration.ZERO);
		this.second.accept();
		assertThat(this.first.hasConnection()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "CONNACK", "DISCONNECT" })
	void clientIsPatientWithTheOnlyServerThatWantsItToGoElsewhere(String packet) {
		connect((builder) -> builder);
		end(this.first, new Reason(ReasonCode.USE_ANOTHER_SERVER, packet, ""));
		assertWaits(DELAY);
		this.first.accept();
	}

	@ParameterizedTest
	@CsvSource({ "CONNACK", "DISCONNECT" })
	void clientStopsIfTheOnlyServerHasMoved(String packet) throws InterruptedException {
		Reason reason = new Reason(ReasonCode.SERVER_MOVED, packet, "");
		connect((builder) -> builder);
		end(this.first, reason);
		assertThat(this.givenUp.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertFailure(reason);
		assertThat(this.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
	}

	@ParameterizedTest
	@CsvSource({ "BAD_USER_NAME_OR_PASSWORD, CONNACK", "NOT_AUTHORIZED, CONNACK", "NOT_AUTHORIZED, DISCONNECT" })
	void clientThatMayHaveOtherCredentialsComesBack(ReasonCode reasonCode, String packet) {
		connect((builder) -> builder.credentials(() -> Credentials.of("alice", "token")));
		end(this.first, new Reason(reasonCode, packet, ""));
		assertWaits(DELAY);
		this.first.accept();
	}

	@ParameterizedTest
	@EnumSource(names = { "RECEIVE_MAXIMUM_EXCEEDED", "TOPIC_ALIAS_INVALID" })
	void clientThatBreaksALimitAgainAndAgainStops(ReasonCode reasonCode) throws InterruptedException {
		connect((builder) -> builder);
		Reason reason = new Reason(reasonCode, "DISCONNECT", "");
		end(this.first, reason);
		this.timer.advanceTo(DELAY);
		end(this.first, reason);
		this.timer.advanceTo(DELAY.multipliedBy(2));
		end(this.first, reason);
		assertThat(this.givenUp.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertFailure(reason);
	}

	@Test
	void limitedAttemptsEndWithAClearState() throws InterruptedException {
		connect((builder) -> builder.reconnect(POLICY.maxRetries(2)));
		this.first.accept();
		ClientFixture.await(this.connected);
		this.first.unreachable(new IOException("Connection refused"));
		this.first.hangUp();
		this.timer.advanceTo(DELAY);
		this.timer.advanceTo(DELAY.multipliedBy(2));
		MqttException failure = this.givenUp.poll(10, TimeUnit.SECONDS);
		assertThat(failure).hasMessage("Connection to first:1883 failed: Connection refused");
		assertThat(this.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
		assertThat(this.client.status().lastFailure()).isSameAs(failure);
		// Several threads log, each when it has released the lock
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.log.warnings("meter-7"))
				.contains("Connect failed: Connection to first:1883 failed: Connection refused; no further attempt "
						+ "after 2 in a row, as many as the reconnect policy allows: call connect() to begin anew"));
		this.timer.advance(Duration.ofDays(1));
		this.first.unreachable(null);
		assertThat(this.first.hasConnection()).isFalse();
		this.client.connectAsync();
		this.first.accept();
	}

	@Test
	void clientThatLeavesDoesNotGiveUp() {
		connect((builder) -> builder);
		FakeConnection connection = this.first.accept();
		ClientFixture.await(this.connected);
		CompletableFuture<?> disconnected = this.client.disconnectAsync();
		connection.close();
		ClientFixture.await(disconnected);
		this.client.close();
		assertThat(this.givenUp).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void takeoverIsAFailureOfTheBackoffAlsoIfThereIsAnotherServer(boolean severalServers) {
		connect((builder) -> severalServers ? builder.failover("mqtt://second") : builder);
		Reason takeover = new Reason(ReasonCode.SESSION_TAKEN_OVER, "DISCONNECT", "");
		FakeBroker broker = this.first;
		for (int i = 0; i < 4; i++) {
			end(broker, takeover);
			assertWaits(DELAY.multipliedBy(1L << i));
			broker = (severalServers && i % 2 == 0) ? this.second : this.first;
		}
		broker.accept();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.log.warnings("meter-7")).hasSize(4)
				.allMatch((warning) -> warning.contains(
						"; give every client an identifier of its own, 'meter-7' is used twice; next attempt in ")));
	}

	@ParameterizedTest
	@EnumSource
	void connectionsThatEndSoonAreAFailureOfTheBackoffAndSuspectAnotherClient(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version, (builder) -> builder.clientId("meter-8"))) {
			FakeConnection connection = fixture.connect();
			for (int i = 0; i < 5; i++) {
				connection = fixture.reconnect(connection, DELAY.multipliedBy(1L << i)).accept(false);
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.log.warnings("meter-8")).hasSize(5)
					.contains("Connection lost: The broker closed the connection; 5 connections in a row have "
							+ "ended soon after the broker accepted them, look for another client with the "
							+ "identifier 'meter-8'; next attempt in 8000 ms"));
		}
		connect((builder) -> builder);
	}

	private void connect(UnaryOperator<MqttClientBuilder> settings) {
		MqttClientBuilder builder = MqttClient.builder("mqtt://first")
			.clientId("meter-7")
			.keepAlive(Duration.ZERO)
			.reconnect(POLICY)
			.listener(new MqttClientListener() {

				@Override
				public void gaveUp(MqttException failure) {
					ReconnectDecisionTests.this.givenUp.add(failure);
				}

			})
			.environment(
					new Environment((address, options) -> (address.host().equals("first") ? this.first : this.second)
						.create(address, options), this.timer, () -> 0.5));
		this.client = TrackedClient.of(settings.apply(builder).build());
		this.connected = this.client.connectAsync();
	}

	/**
	 * Let a broker refuse the next connection, or accept and end it.
	 */
	private static void end(FakeBroker broker, Reason reason) {
		FakeConnection connection = broker.awaitConnection();
		if (reason.refuses()) {
			connection.expect(Connect.class);
			connection.sendBytes("20 03 00 %02X 00".formatted(reason.code().code()));
		}
		else {
			connection.accept(false).sendBytes("E0 01 %02X".formatted(reason.code().code()));
		}
		connection.expectClose();
	}

	private void assertWaits(Duration delay) {
		this.timer.awaitTask(delay);
		this.timer.advance(delay.minusNanos(1));
		assertThat(this.first.hasConnection()).isFalse();
		assertThat(this.second.hasConnection()).isFalse();
		this.timer.advance(Duration.ofNanos(1));
	}

	private void assertFailure(Reason reason) {
		MqttException failure = this.client.status().lastFailure();
		assertThat(failure).isNotNull().hasMessageContaining(reason.code().toString());
		assertThat((failure instanceof MqttConnectRefusedException refused) ? refused.reasonCode()
				: ((MqttDisconnectedException) failure).reasonCode())
			.isEqualTo(reason.code());
		assertThat(failure instanceof MqttConnectRefusedException).isEqualTo(reason.refuses());
	}

	/**
	 * A reason and the packet that tells it.
	 */
	private record Reason(ReasonCode code, String packet, String advice) {

		boolean refuses() {
			return this.packet.equals("CONNACK");
		}

		@Override
		public String toString() {
			return this.code.name() + " in " + this.packet;
		}

	}

}
