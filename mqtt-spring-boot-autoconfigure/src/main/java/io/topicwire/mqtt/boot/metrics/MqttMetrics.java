package io.topicwire.mqtt.boot.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
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
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.TrafficStatistics;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link MeterBinder} for an MQTT client: its connection ({@code mqtt.connection.*}),
 * what goes over it ({@code mqtt.packets} and {@code mqtt.bytes}), the pings that it
 * sends ({@code mqtt.ping.*}), the messages that it publishes ({@code mqtt.publish.*}),
 * those that it receives ({@code mqtt.messages.*}, {@code mqtt.handlers.*} and
 * {@code mqtt.acks.*}) and its subscriptions ({@code mqtt.subscriptions}). All meters
 * have the tag {@code connection}; none has a topic or a client identifier as a tag.
 *
 * @since 0.1.0
 */
public class MqttMetrics implements MeterBinder {

	private final MqttClient client;

	private final Tags tags;

	private final Supplier<Set<String>> pausedFilters;

	/**
	 * Create a binder for a client whose subscriptions are never paused.
	 * @param client the client
	 * @param connection the name of the connection, which becomes the tag
	 * {@code connection}
	 */
	public MqttMetrics(MqttClient client, String connection) {
		this(client, connection, Collections::emptySet);
	}

	/**
	 * Create a binder.
	 * @param client the client
	 * @param connection the name of the connection, which becomes the tag
	 * {@code connection}
	 * @param pausedFilters returns the topic filters whose messages nobody handles at
	 * that moment, because all their listeners are paused
	 */
	public MqttMetrics(MqttClient client, String connection, Supplier<Set<String>> pausedFilters) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(connection, "'connection' must not be null");
		Assert.notNull(pausedFilters, "'pausedFilters' must not be null");
		this.client = client;
		this.tags = Tags.of("connection", connection);
		this.pausedFilters = pausedFilters;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindConnection(registry);
		bindTraffic(registry);
		bindPublishing(registry);
		bindReceiving(registry);
		for (SubscriptionState state : SubscriptionState.values()) {
			Gauge
				.builder("mqtt.subscriptions", this.client,
						(client) -> state.count(client.subscriptionStatus(), this.pausedFilters.get()))
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

	private void bindTraffic(MeterRegistry registry) {
		TrafficStatistics traffic = this.client.statistics().traffic();
		traffic.packetsSent()
			.keySet()
			.forEach((type) -> packets(registry, "out", type, (statistics) -> statistics.traffic().packetsSent()));
		traffic.packetsReceived()
			.keySet()
			.forEach((type) -> packets(registry, "in", type, (statistics) -> statistics.traffic().packetsReceived()));
		counter(registry, "mqtt.bytes", BaseUnits.BYTES, "Bytes of all packets, without what TLS and WebSocket add",
				this.tags.and("direction", "out"), (statistics) -> statistics.traffic().bytesSent());
		counter(registry, "mqtt.bytes", BaseUnits.BYTES, "Bytes of all packets, without what TLS and WebSocket add",
				this.tags.and("direction", "in"), (statistics) -> statistics.traffic().bytesReceived());
	}

	private void packets(MeterRegistry registry, String direction, String type,
			Function<ClientStatistics, Map<String, Long>> packets) {
		counter(registry, "mqtt.packets", "packets", "Control packets of MQTT",
				this.tags.and("direction", direction, "type", type.toLowerCase(Locale.ROOT)),
				(statistics) -> packets.apply(statistics).getOrDefault(type, 0L));
	}

	private void bindPublishing(MeterRegistry registry) {
		gauge(registry, "mqtt.publish.inflight", BaseUnits.MESSAGES,
				"Messages of QoS 1 and 2 that were sent and are not acknowledged",
				(client) -> client.statistics().pending().publishes());
		gauge(registry, "mqtt.publish.inflight.limit", BaseUnits.MESSAGES,
				"Messages of QoS 1 and 2 that the broker lets be sent without being acknowledged",
				(client) -> client.statistics().pending().publishLimit());
		counter(registry, "mqtt.publish.messages", BaseUnits.MESSAGES,
				"Messages that were written to a connection, repetitions not counted",
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
		dropped(registry, "mqtt.publish.dropped", "buffer-full",
				"Messages that were dropped before they were sent, and that are failures as well",
				ClientStatistics::messagesDroppedFromOutbox);
		dropped(registry, "mqtt.publish.dropped", "expired",
				"Messages that were dropped before they were sent, and that are failures as well",
				ClientStatistics::messagesExpired);
	}

	private void bindReceiving(MeterRegistry registry) {
		for (QoS qos : QoS.values()) {
			received(registry, qos, false, (statistics) -> statistics.received().fresh());
			received(registry, qos, true, (statistics) -> statistics.received().retained());
		}
		counter(registry, "mqtt.messages.duplicates", BaseUnits.MESSAGES,
				"Messages that the broker has sent before, as their DUP flag says",
				(statistics) -> statistics.received().duplicates());
		gauge(registry, "mqtt.messages.buffered", BaseUnits.MESSAGES,
				"Messages that wait for their handlers or for the answers of those",
				(client) -> client.statistics().pending().inboxMessages());
		gauge(registry, "mqtt.messages.buffered.size", BaseUnits.BYTES,
				"Size of the messages that have not been handed out",
				(client) -> client.statistics().pending().inboxBytes());
		gauge(registry, "mqtt.acks.pending", BaseUnits.MESSAGES,
				"Messages of QoS 1 and 2 that wait for the answers of their handlers",
				(client) -> client.statistics().pending().acknowledgements());
		timeGauge(registry, "mqtt.acks.pending.age",
				"Time for which the oldest message has waited for the answer of its handler",
				(client) -> client.statistics().pending().oldestAge().toNanos());
		counter(registry, "mqtt.messages.unmatched", BaseUnits.MESSAGES, "Messages that no handler wanted",
				ClientStatistics::messagesUnmatched);
		dropped(registry, "mqtt.messages.dropped", "inbox-full",
				"Messages of QoS 0 that were dropped because too many waited for their handlers",
				ClientStatistics::messagesDropped);
		counter(registry, "mqtt.messages.stalls", null,
				"How often the broker had to stop sending because too many messages were unacknowledged",
				ClientStatistics::receiveStalls);
		counter(registry, "mqtt.handlers.failures", BaseUnits.MESSAGES, "Messages whose handler failed",
				ClientStatistics::handlerFailures);
		counter(registry, "mqtt.handlers.stuck", null, "Handlers that did not return in time",
				ClientStatistics::handlersStuck);
	}

	private void received(MeterRegistry registry, QoS qos, boolean retained,
			Function<ClientStatistics, Map<QoS, Long>> messages) {
		counter(registry, "mqtt.messages.received", BaseUnits.MESSAGES, "Messages that arrived",
				this.tags.and("qos", String.valueOf(qos.level()), "retained", String.valueOf(retained)),
				(statistics) -> messages.apply(statistics).getOrDefault(qos, 0L));
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
