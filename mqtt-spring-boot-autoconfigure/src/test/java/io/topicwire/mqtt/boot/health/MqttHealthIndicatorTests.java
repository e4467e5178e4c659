package io.topicwire.mqtt.boot.health;

import java.time.Duration;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttHealthIndicator}.
 */
class MqttHealthIndicatorTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttHealthIndicator indicator = new MqttHealthIndicator(this.client);

	@Test
	void connectedClientIsUp() {
		this.client.setStatus(new ConnectionStatus(ConnectionState.CONNECTED, FakeMqttClient.connectResult(), 2,
				Duration.ofNanos(1_234_567), null));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("broker", "mqtt://broker:1883")
			.containsEntry("clientId", "meter-7")
			.containsEntry("protocolVersion", "5.0")
			.containsEntry("sessionPresent", false)
			.containsEntry("lastPingLatency", "1.235 ms")
			.containsEntry("reconnects", 2L)
			.doesNotContainKeys("state", "error");
	}

	@Test
	void connectionThatWasNotPingedYetIsUp() {
		this.client
			.setStatus(new ConnectionStatus(ConnectionState.CONNECTED, FakeMqttClient.connectResult(), 0, null, null));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).doesNotContainKey("lastPingLatency");
	}

	@Test
	void lostConnectionIsDownWithStateAndReason() {
		this.client.setStatus(new ConnectionStatus(ConnectionState.RECONNECTING, null, 0, null,
				new MqttConnectionException("no PINGRESP within 10 seconds")));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("state", "RECONNECTING")
			.containsEntry("error", "no PINGRESP within 10 seconds")
			.containsEntry("broker", "mqtt://broker:1883");
	}

}
