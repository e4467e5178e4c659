package io.topicwire.mqtt.boot.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.client.MqttClient;

import org.springframework.util.Assert;

/**
 * {@link MeterBinder} for an MQTT client: the timer {@code mqtt.ping.latency} takes the
 * time of each ping of the broker, the gauge {@code mqtt.connection.up} is 1 while the
 * client is connected and 0 otherwise. The gauges {@code mqtt.outbox.messages},
 * {@code mqtt.outbox.size} and {@code mqtt.outbox.age} tell how many messages wait to be
 * sent, how many bytes of payload they have, and for how long the oldest one has waited;
 * the counter {@code mqtt.outbox.dropped} counts those that were dropped because the
 * outbox was full.
 *
 * @since 0.1.0
 */
public class MqttMetrics implements MeterBinder {

	private final MqttClient client;

	private final Iterable<Tag> tags;

	/**
	 * Create a binder.
	 * @param client the client
	 * @param connection the name of the connection, which becomes the tag
	 * {@code connection}
	 */
	public MqttMetrics(MqttClient client, String connection) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(connection, "'connection' must not be null");
		this.client = client;
		this.tags = Tags.of("connection", connection);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("mqtt.connection.up", this.client, MqttMetrics::isConnected)
			.description("Whether the client is connected to the broker")
			.tags(this.tags)
			.register(registry);
		Timer pingLatency = Timer.builder("mqtt.ping.latency")
			.description("Time from PINGREQ to PINGRESP")
			.tags(this.tags)
			.register(registry);
		this.client.addListener(new PingRecorder(pingLatency));
		bindOutbox(registry);
	}

	private void bindOutbox(MeterRegistry registry) {
		Gauge.builder("mqtt.outbox.messages", this.client, (client) -> client.outboxStatus().messages())
			.description("Messages that wait to be sent")
			.baseUnit(BaseUnits.MESSAGES)
			.tags(this.tags)
			.register(registry);
		Gauge.builder("mqtt.outbox.size", this.client, (client) -> client.outboxStatus().bytes())
			.description("Payload that waits to be sent")
			.baseUnit(BaseUnits.BYTES)
			.tags(this.tags)
			.register(registry);
		TimeGauge
			.builder("mqtt.outbox.age", this.client, TimeUnit.MILLISECONDS,
					(client) -> client.outboxStatus().oldestAge().toMillis())
			.description("Time for which the oldest message has waited to be sent")
			.tags(this.tags)
			.register(registry);
		FunctionCounter
			.builder("mqtt.outbox.dropped", this.client, (client) -> client.statistics().messagesDroppedFromOutbox())
			.description("Messages that were dropped because the outbox was full")
			.baseUnit(BaseUnits.MESSAGES)
			.tags(this.tags)
			.register(registry);
	}

	private static double isConnected(MqttClient client) {
		return (client.status().state() == ConnectionState.CONNECTED) ? 1 : 0;
	}

	private record PingRecorder(Timer timer) implements MqttClientListener {

		@Override
		public void pinged(Duration latency) {
			this.timer.record(latency);
		}

	}

}
