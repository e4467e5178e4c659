package io.topicwire.mqtt.boot.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionMonitor}.
 */
class ConnectionMonitorTests {

	private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

	private final FakeMqttClient client = new FakeMqttClient();

	private final ConnectionMonitor monitor = new ConnectionMonitor("default", this.client,
			Clock.fixed(NOW, ZoneOffset.UTC));

	private void state(ConnectionState state) {
		this.client.setStatus(new ConnectionStatus(state, null, 0, null, null));
	}

	private void count(long published, long received, long pingTimeouts) {
		ClientStatistics none = this.client.statistics();
		this.client.setStatistics(new ClientStatistics(published, 0, 0, 0, received, 0, 0, 0, 0, 0, pingTimeouts,
				none.received(), none.traffic(), none.pending()));
	}

	private List<String> timeline() {
		return this.monitor.timeline()
			.after(0)
			.stream()
			.map((segment) -> segment.state() + ": " + segment.text())
			.toList();
	}

	@Test
	void timelineTellsWhatHasHappened() {
		state(ConnectionState.CONNECTED);
		this.monitor.connected(FakeMqttClient.connectResult());
		state(ConnectionState.RECONNECTING);
		this.monitor.disconnected(new MqttConnectionException("broken pipe"));
		this.monitor.connectFailed(new MqttConnectionException("refused"), Duration.ofSeconds(2));
		state(ConnectionState.DISCONNECTED);
		this.monitor.gaveUp(new MqttConnectionException("refused for good"));
		state(ConnectionState.CONNECTING);
		this.monitor.refresh();
		this.monitor.refresh();
		assertThat(timeline()).containsExactly("DISCONNECTED: Not connected, and not trying to be",
				"CONNECTED: Connected to broker:1883 with MQTT 5.0, a new session", "RECONNECTING: broken pipe",
				"DISCONNECTED: refused for good", "CONNECTING: Trying to connect for the first time");
	}

	@Test
	void timelineIsBounded() {
		for (int i = 0; i < 1_000; i++) {
			state((i % 2 == 0) ? ConnectionState.CONNECTED : ConnectionState.RECONNECTING);
			this.monitor.refresh();
		}
		assertThat(timeline()).hasSize(200);
	}

	@Test
	void lastDisconnectTellsWhoEndedTheConnection() {
		assertThat(this.monitor.lastDisconnect()).isNull();
		assertDisconnect(null, "client", "The client ended the connection");
		assertDisconnect(new MqttDisconnectedException(ReasonCode.SERVER_BUSY, "busy"), "server", "busy");
		assertDisconnect(new MqttConnectionException("broken pipe"), "network", "broken pipe");
	}

	private void assertDisconnect(@Nullable MqttException failure, String initiator, String text) {
		this.monitor.disconnected(failure);
		assertThat(this.monitor.lastDisconnect())
			.isEqualTo(new ConnectionMonitor.Disconnect(NOW.toEpochMilli(), initiator, text));
	}

	@Test
	void failureIsForgottenOnceConnected() {
		this.monitor.connectFailed(new MqttConnectionException("refused"), Duration.ofSeconds(2));
		assertThat(this.monitor.lastFailure()).isEqualTo(new ConnectionMonitor.Problem(NOW.toEpochMilli(), "refused"));
		assertThat(this.monitor.nextAttempt()).isEqualTo(NOW.toEpochMilli() + 2_000);
		this.monitor.connected(FakeMqttClient.connectResult());
		assertThat(this.monitor.lastFailure()).isNull();
		assertThat(this.monitor.nextAttempt()).isNull();
	}

	@Test
	void missedPingIsKept() {
		this.monitor.pinged(Duration.ofMillis(3));
		count(0, 0, 1);
		this.monitor.disconnected(new MqttConnectionException("no PINGRESP"));
		this.monitor.disconnected(new MqttConnectionException("another reason"));
		assertThat(this.monitor.pings().after(0, NOW.toEpochMilli())).extracting(PingHistory.Ping::micros)
			.containsExactly(3_000L, null);
	}

	@Test
	void ratesNeedTwoSamples() {
		this.monitor.sample();
		assertThat(this.monitor.rates()).isEqualTo(new ConnectionMonitor.Rates(0, 0));
		count(5, 7, 0);
		this.monitor.sample();
		assertThat(this.monitor.rates().received()).isPositive();
		assertThat(this.monitor.rates().published()).isPositive();
		this.monitor.forgetSamples();
		assertThat(this.monitor.rates().received()).isZero();
	}

}
