package io.topicwire.mqtt.boot.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link MeterBinder} for an MQTT client: its connection ({@code mqtt.connection.*}), the
 * pings that it sends ({@code mqtt.ping.*}), the messages that it publishes
 * ({@code mqtt.publish.*}), those that it receives ({@code mqtt.messages.*} and
 * {@code mqtt.handlers.*}) and its subscriptions ({@code mqtt.subscriptions}). All meters
 * have the tag {@code connection}; none has a topic or a client identifier as a tag.
 *
 * @since 0.1.0
 */
public class MqttMetrics implements MeterBinder {

	private final MqttClient client;

	private final Tags tags;

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
		bindConnection(registry);
		bindPublishing(registry);
		bindReceiving(registry);
		for (SubscriptionState state : SubscriptionState.values()) {
			Gauge.builder("mqtt.subscriptions", this.client, state::count)
				.description("Topic filters that are subscribed to")
				.tags(this.tags.and("state", state.tag()))
				.register(registry);
		}
		this.client.addListener(new ConnectionRecorder(registry, this.tags));
	}

	private void bindConnection(MeterRegistry registry) {
		gauge(registry, "mqtt.connection.up", null, "Whether the client is connected to the broker",
				(client) -> (client.status().state() == ConnectionState.CONNECTED) ? 1 : 0);
		FunctionCounter.builder("mqtt.connection.reconnects", this.client, (client) -> client.status().reconnects())
			.description("Lost connections that were made anew")
			.tags(this.tags)
			.register(registry);
		timeGauge(registry, "mqtt.ping.last", "Time from the last PINGREQ to its PINGRESP", (client) -> {
			Duration latency = client.status().lastPingLatency();
			return (latency != null) ? latency.toNanos() : Double.NaN;
		});
		counter(registry, "mqtt.ping.timeouts", null, "Connections that were closed because a PINGRESP was missing",
				ClientStatistics::pingTimeouts);
	}

	private void bindPublishing(MeterRegistry registry) {
		counter(registry, "mqtt.publish.messages", BaseUnits.MESSAGES, "Messages that were written to a connection",
				ClientStatistics::messagesPublished);
		counter(registry, "mqtt.publish.failures", BaseUnits.MESSAGES,
				"Messages that were to be published and failed, whatever the reason",
				ClientStatistics::publishFailures);
		gauge(registry, "mqtt.publish.buffered", BaseUnits.MESSAGES, "Messages that wait to be sent",
				(client) -> client.outboxStatus().messages());
		gauge(registry, "mqtt.publish.buffered.size", BaseUnits.BYTES, "Payload that waits to be sent",
				(client) -> client.outboxStatus().bytes());
		timeGauge(registry, "mqtt.publish.buffered.age", "Time for which the oldest message has waited to be sent",
				(client) -> client.outboxStatus().oldestAge().toNanos());
		gauge(registry, "mqtt.publish.waiting", BaseUnits.MESSAGES, "Messages that wait for room in the outbox",
				(client) -> client.outboxStatus().waitingForRoom());
		dropped(registry, "mqtt.publish.dropped", "buffer-full", "Messages that were dropped before they were sent",
				ClientStatistics::messagesDroppedFromOutbox);
		dropped(registry, "mqtt.publish.dropped", "expired", "Messages that were dropped before they were sent",
				ClientStatistics::messagesExpired);
	}

	private void bindReceiving(MeterRegistry registry) {
		counter(registry, "mqtt.messages.received", BaseUnits.MESSAGES, "Messages that arrived",
				ClientStatistics::messagesReceived);
		counter(registry, "mqtt.messages.unmatched", BaseUnits.MESSAGES, "Messages that no handler wanted",
				ClientStatistics::messagesUnmatched);
		dropped(registry, "mqtt.messages.dropped", "inbox-full",
				"Messages of QoS 0 that were dropped because too many waited for their handlers",
				ClientStatistics::messagesDropped);
		counter(registry, "mqtt.messages.stalls", null,
				"How often the broker had to stop sending because of unacknowledged messages",
				ClientStatistics::receiveStalls);
		counter(registry, "mqtt.handlers.failures", BaseUnits.MESSAGES, "Messages whose handler failed",
				ClientStatistics::handlerFailures);
		counter(registry, "mqtt.handlers.stuck", null, "Handlers that did not return in time",
				ClientStatistics::handlersStuck);
	}

	private void gauge(MeterRegistry registry, String name, @Nullable String unit, String description,
			ToDoubleFunction<MqttClient> value) {
		Gauge.builder(name, this.client, value)
			.description(description)
			.baseUnit(unit)
			.tags(this.tags)
			.register(registry);
	}

	private void timeGauge(MeterRegistry registry, String name, String description,
			ToDoubleFunction<MqttClient> nanoseconds) {
		TimeGauge.builder(name, this.client, TimeUnit.NANOSECONDS, nanoseconds)
			.description(description)
			.tags(this.tags)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, @Nullable String unit, String description,
			ToLongFunction<ClientStatistics> value) {
		counter(registry, name, unit, description, this.tags, value);
	}

	private void dropped(MeterRegistry registry, String name, String reason, String description,
			ToLongFunction<ClientStatistics> value) {
		counter(registry, name, BaseUnits.MESSAGES, description, this.tags.and("reason", reason), value);
	}

	private void counter(MeterRegistry registry, String name, @Nullable String unit, String description, Tags tags,
			ToLongFunction<ClientStatistics> value) {
		FunctionCounter.builder(name, this.client, (client) -> value.applyAsLong(client.statistics()))
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.register(registry);
	}

}
