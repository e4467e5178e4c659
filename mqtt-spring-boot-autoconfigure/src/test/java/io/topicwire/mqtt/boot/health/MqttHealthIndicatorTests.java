package io.topicwire.mqtt.boot.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
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
			.doesNotContainKeys("state", "error", "refusedSubscriptions");
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
	void refusedSubscriptionIsADetailWithItsReason() {
		SubscribeOptions options = SubscribeOptions.of(QoS.AT_LEAST_ONCE);
		this.client
			.setStatus(new ConnectionStatus(ConnectionState.CONNECTED, FakeMqttClient.connectResult(), 0, null, null));
		this.client.setSubscriptionStatus(new SubscriptionStatus("a/#", options, ReasonCode.NOT_AUTHORIZED),
				new SubscriptionStatus("b", options, ReasonCode.GRANTED_QOS_1),
				new SubscriptionStatus("c", options, null));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("refusedSubscriptions", Map.of("a/#", "not authorized (0x87)"));
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

	@Test
	void lostConnectionIsUpForTheGracePeriod() {
		AtomicLong now = new AtomicLong(Long.MAX_VALUE);
		FakeMqttClient client = new FakeMqttClient();
		MqttHealthIndicator indicator = new MqttHealthIndicator(client, Duration.ofSeconds(10), now::get);
		MqttConnectionException failure = new MqttConnectionException("reset");
		client.setStatus(new ConnectionStatus(ConnectionState.RECONNECTING, null, 0, null, failure));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		client.listeners().forEach((listener) -> listener.disconnected(failure));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("state", "RECONNECTING")
			.containsEntry("error", "reset");
		now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		now.incrementAndGet();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void graceIsGrantedForALostConnectionOnly() {
		FakeMqttClient client = new FakeMqttClient();
		MqttHealthIndicator indicator = new MqttHealthIndicator(client, Duration.ofSeconds(10));
		client.setStatus(new ConnectionStatus(ConnectionState.CONNECTING, null, 0, null, null));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		client.listeners().forEach((listener) -> listener.disconnected(null));
		client.setStatus(new ConnectionStatus(ConnectionState.DISCONNECTED, null, 0, null, null));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

}
