package io.topicwire.mqtt.boot.health;

import java.time.Duration;
import java.util.Locale;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.client.MqttClient;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.util.Assert;

/**
 * {@link HealthIndicator} for an MQTT client. Up while the client is connected: a
 * connection whose broker does not answer pings is closed by the client, and then this is
 * down.
 *
 * @since 0.1.0
 */
public class MqttHealthIndicator extends AbstractHealthIndicator {

	private final MqttClient client;

	/**
	 * Create an indicator.
	 * @param client the client
	 */
	public MqttHealthIndicator(MqttClient client) {
		super("MQTT health check failed");
		Assert.notNull(client, "'client' must not be null");
		this.client = client;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ConnectionStatus status = this.client.status();
		ConnectResult connection = status.connection();
		if (status.state() == ConnectionState.CONNECTED && connection != null) {
			builder.up()
				.withDetail("broker", this.client.url())
				.withDetail("clientId", connection.clientId())
				.withDetail("protocolVersion", connection.protocolVersion().toString())
				.withDetail("sessionPresent", connection.sessionPresent());
		}
		else {
			builder.down()
				.withDetail("broker", this.client.url())
				.withDetail("clientId", this.client.clientId())
				.withDetail("state", status.state().name());
		}
		addHistory(builder, status);
	}

	private static void addHistory(Health.Builder builder, ConnectionStatus status) {
		Duration lastPingLatency = status.lastPingLatency();
		if (lastPingLatency != null) {
			builder.withDetail("lastPingLatency",
					String.format(Locale.ROOT, "%.3f ms", lastPingLatency.toNanos() / 1_000_000.0));
		}
		builder.withDetail("reconnects", status.reconnects());
		if (status.lastFailure() != null) {
			builder.withDetail("error", String.valueOf(status.lastFailure().getMessage()));
		}
	}

}
