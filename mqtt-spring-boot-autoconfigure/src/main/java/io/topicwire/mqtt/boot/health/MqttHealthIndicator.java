package io.topicwire.mqtt.boot.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.Assert;

/**
 * {@link HealthIndicator} for an MQTT client. Up while the client is connected: a
 * connection whose broker does not answer pings is closed by the client, and then this is
 * down. A connection that is lost and made anew within a grace period is not told: until
 * then this stays up.
 *
 * @since 0.1.0
 */
public class MqttHealthIndicator extends AbstractHealthIndicator {

	private final MqttClient client;

	private final Duration gracePeriod;

	private final LongSupplier clock;

	// When the connection was lost that is being made anew
	private volatile @Nullable Long lostAt;

	/**
	 * Create an indicator without a grace period.
	 * @param client the client
	 */
	public MqttHealthIndicator(MqttClient client) {
		this(client, Duration.ZERO);
	}

	/**
	 * Create an indicator.
	 * @param client the client
	 * @param gracePeriod for how long a lost connection does not count; zero for not at
	 * all
	 */
	public MqttHealthIndicator(MqttClient client, Duration gracePeriod) {
		this(client, gracePeriod, System::nanoTime);
	}

	MqttHealthIndicator(MqttClient client, Duration gracePeriod, LongSupplier clock) {
		super("MQTT health check failed");
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(gracePeriod, "'gracePeriod' must not be null");
		this.client = client;
		this.gracePeriod = gracePeriod;
		this.clock = clock;
		client.addListener(new LossRecorder());
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
			builder.status(isWithinGracePeriod(status) ? Status.UP : Status.DOWN)
				.withDetail("broker", this.client.url())
				.withDetail("clientId", this.client.clientId())
				.withDetail("state", status.state().name());
		}
		addRefusedSubscriptions(builder);
		addHistory(builder, status);
	}

	private boolean isWithinGracePeriod(ConnectionStatus status) {
		Long lostAt = this.lostAt;
		return status.state() == ConnectionState.RECONNECTING && lostAt != null
				&& this.clock.getAsLong() - lostAt < this.gracePeriod.toNanos();
	}

	/**
	 * Tell which subscriptions the broker refuses. They are no reason to be down: to
	 * start the application again, or to ask another one, would not change that.
	 */
	private void addRefusedSubscriptions(Health.Builder builder) {
		Map<String, String> refused = new LinkedHashMap<>();
		for (SubscriptionStatus subscription : this.client.subscriptionStatus()) {
			ReasonCode reasonCode = subscription.reasonCode();
			if (reasonCode != null && reasonCode.isError()) {
				refused.put(subscription.filter(), reasonCode.toString());
			}
		}
		if (!refused.isEmpty()) {
			builder.withDetail("refusedSubscriptions", refused);
		}
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

	private final class LossRecorder implements MqttClientListener {

		@Override
		public void connected(ConnectResult result) {
			MqttHealthIndicator.this.lostAt = null;
		}

		@Override
		public void disconnected(@Nullable MqttException failure) {
			MqttHealthIndicator.this.lostAt = (failure != null) ? MqttHealthIndicator.this.clock.getAsLong() : null;
		}

	}

}
