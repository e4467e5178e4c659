package io.topicwire.mqtt.boot.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttMetrics}.
 */
class MqttMetricsTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void pingsAreTimed() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		this.client.listeners().forEach((listener) -> listener.pinged(Duration.ofMillis(30)));
		this.client.listeners().forEach((listener) -> listener.pinged(Duration.ofMillis(10)));
		Timer timer = this.registry.get("mqtt.ping.latency").tag("connection", "default").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.max(TimeUnit.MILLISECONDS)).isEqualTo(30);
	}

	@Test
	void gaugeIsOneWhileConnected() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		assertThat(up()).isZero();
		this.client
			.setStatus(new ConnectionStatus(ConnectionState.CONNECTED, FakeMqttClient.connectResult(), 0, null, null));
		assertThat(up()).isEqualTo(1);
		this.client.setStatus(new ConnectionStatus(ConnectionState.RECONNECTING, null, 0, null, null));
		assertThat(up()).isZero();
	}

	@Test
	void depthAgeAndDropsOfTheOutboxAreMeasured() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		assertThat(gauge("mqtt.outbox.messages")).isZero();
		this.client.setOutboxStatus(new OutboxStatus(3, 400, Duration.ofMillis(1500), 0));
		this.client.setStatistics(new ClientStatistics(0, 9, 7, 0, 0, 0, 0, 0, 0, 0, 0));
		assertThat(gauge("mqtt.outbox.messages")).isEqualTo(3);
		assertThat(gauge("mqtt.outbox.size")).isEqualTo(400);
		assertThat(gauge("mqtt.outbox.age")).isEqualTo(1.5);
		assertThat(this.registry.get("mqtt.outbox.dropped").tag("connection", "default").functionCounter().count())
			.isEqualTo(7);
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("connection", "default").gauge().value();
	}

	private double up() {
		return gauge("mqtt.connection.up");
	}

}
