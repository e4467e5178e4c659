package io.topicwire.mqtt.boot.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.PendingStatistics;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReceivedStatistics;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.TrafficStatistics;
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
		assertThat(gauge("mqtt.publish.buffered")).isZero();
		this.client.setOutboxStatus(new OutboxStatus(3, 400, Duration.ofMillis(1500), 2));
		assertThat(gauge("mqtt.publish.buffered")).isEqualTo(3);
		assertThat(gauge("mqtt.publish.buffered.size")).isEqualTo(400);
		assertThat(gauge("mqtt.publish.buffered.age")).isEqualTo(1.5);
		assertThat(gauge("mqtt.publish.waiting")).isEqualTo(2);
	}

	@Test
	void everythingThatTheClientCountsIsAMeter() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		this.client
			.setStatistics(new ClientStatistics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
					new ReceivedStatistics(Map.of(QoS.AT_MOST_ONCE, 12L), Map.of(QoS.EXACTLY_ONCE, 13L), 14),
					new TrafficStatistics(Map.of("CONNECT", 15L, "PUBLISH", 16L),
							Map.of("CONNACK", 17L, "PUBLISH", 18L), 19, 20),
					new PendingStatistics(21, 22, 23, Duration.ofMillis(24), 25, 26)));
		assertThat(count("mqtt.publish.messages")).isEqualTo(1);
		assertThat(count("mqtt.publish.failures")).isEqualTo(2);
		assertThat(count("mqtt.publish.dropped", "reason", "buffer-full")).isEqualTo(3);
		assertThat(count("mqtt.publish.dropped", "reason", "expired")).isEqualTo(4);
		assertThat(count("mqtt.messages.dropped", "reason", "inbox-full")).isEqualTo(6);
		assertThat(count("mqtt.messages.unmatched")).isEqualTo(7);
		assertThat(count("mqtt.handlers.failures")).isEqualTo(8);
		assertThat(count("mqtt.handlers.stuck")).isEqualTo(9);
		assertThat(count("mqtt.messages.stalls")).isEqualTo(10);
		assertThat(count("mqtt.ping.timeouts")).isEqualTo(11);
		assertThat(count("mqtt.messages.received", "qos", "0", "retained", "false")).isEqualTo(12);
		assertThat(count("mqtt.messages.received", "qos", "0", "retained", "true")).isZero();
		assertThat(count("mqtt.messages.received", "qos", "2", "retained", "true")).isEqualTo(13);
		assertThat(count("mqtt.messages.duplicates")).isEqualTo(14);
		assertThat(count("mqtt.packets", "direction", "out", "type", "connect")).isEqualTo(15);
		assertThat(count("mqtt.packets", "direction", "out", "type", "publish")).isEqualTo(16);
		assertThat(count("mqtt.packets", "direction", "in", "type", "connack")).isEqualTo(17);
		assertThat(count("mqtt.packets", "direction", "in", "type", "publish")).isEqualTo(18);
		assertThat(count("mqtt.bytes", "direction", "out")).isEqualTo(19);
		assertThat(count("mqtt.bytes", "direction", "in")).isEqualTo(20);
		assertThat(gauge("mqtt.publish.inflight")).isEqualTo(21);
		assertThat(gauge("mqtt.publish.inflight.limit")).isEqualTo(22);
		assertThat(gauge("mqtt.acks.pending")).isEqualTo(23);
		assertThat(gauge("mqtt.acks.pending.age")).isEqualTo(0.024);
		assertThat(gauge("mqtt.messages.buffered")).isEqualTo(25);
		assertThat(gauge("mqtt.messages.buffered.size")).isEqualTo(26);
	}

	@Test
	void everyNumberThatTheClientCountsHasAMeter() {
		assertThat(ClientStatistics.class.getRecordComponents()).hasSize(14);
		assertThat(ReceivedStatistics.class.getRecordComponents()).hasSize(3);
		assertThat(TrafficStatistics.class.getRecordComponents()).hasSize(4);
		assertThat(PendingStatistics.class.getRecordComponents()).hasSize(6);
	}

	@Test
	void reconnectsAndTheLastPingAreMeasured() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		assertThat(gauge("mqtt.ping.last")).isNaN();
		this.client.setStatus(new ConnectionStatus(ConnectionState.CONNECTED, FakeMqttClient.connectResult(), 4,
				Duration.ofMillis(20), null));
		assertThat(count("mqtt.connection.reconnects")).isEqualTo(4);
		assertThat(gauge("mqtt.ping.last")).isEqualTo(0.02);
	}

	@Test
	void attemptsToConnectAreCountedByResultAndReason() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		tell((listener) -> listener.connectFailed(new MqttConnectionException("unreachable"), null));
		tell((listener) -> listener
			.connectFailed(new MqttConnectRefusedException(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "refused"), null));
		tell((listener) -> listener.connectFailed(new MqttTimeoutException("late"), null));
		tell((listener) -> listener.connected(FakeMqttClient.connectResult()));
		assertThat(count("mqtt.connection.attempts", "result", "failure", "reason", "network")).isEqualTo(1);
		assertThat(count("mqtt.connection.attempts", "result", "failure", "reason", "bad-user-name-or-password"))
			.isEqualTo(1);
		assertThat(count("mqtt.connection.attempts", "result", "failure", "reason", "timeout")).isEqualTo(1);
		assertThat(count("mqtt.connection.attempts", "result", "success", "reason", "none")).isEqualTo(1);
	}

	@Test
	void attemptsToConnectAreTimedByResult() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		tell((listener) -> listener.connectAttempted(Duration.ofMillis(30), null));
		tell((listener) -> listener.connectAttempted(Duration.ofMillis(10), null));
		tell((listener) -> listener.connectAttempted(Duration.ofSeconds(9), new MqttTimeoutException("late")));
		Timer successes = this.registry.get("mqtt.connection.connect")
			.tags("connection", "default", "result", "success")
			.timer();
		assertThat(successes.count()).isEqualTo(2);
		assertThat(successes.max(TimeUnit.MILLISECONDS)).isEqualTo(30);
		assertThat(this.registry.get("mqtt.connection.connect").tag("result", "failure").timer().max(TimeUnit.SECONDS))
			.isEqualTo(9);
	}

	@Test
	void disconnectsAreCountedByInitiatorAndReason() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		tell((listener) -> listener.disconnected(null));
		tell((listener) -> listener
			.disconnected(new MqttDisconnectedException(ReasonCode.SESSION_TAKEN_OVER, "taken over")));
		tell((listener) -> listener.disconnected(new MqttConnectionException("reset")));
		tell((listener) -> listener
			.disconnected(new MqttProtocolException(ReasonCode.PROTOCOL_ERROR, "not as agreed")));
		assertThat(count("mqtt.connection.disconnects", "initiator", "client", "reason", "none")).isEqualTo(1);
		assertThat(count("mqtt.connection.disconnects", "initiator", "server", "reason", "session-taken-over"))
			.isEqualTo(1);
		assertThat(count("mqtt.connection.disconnects", "initiator", "network", "reason", "network")).isEqualTo(1);
		assertThat(count("mqtt.connection.disconnects", "initiator", "client", "reason", "protocol-error"))
			.isEqualTo(1);
	}

	@Test
	void subscriptionsAreCountedByTheirState() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		SubscribeOptions options = SubscribeOptions.of(QoS.AT_LEAST_ONCE);
		this.client.setSubscriptionStatus(new SubscriptionStatus("a", options, ReasonCode.GRANTED_QOS_1),
				new SubscriptionStatus("b", options, ReasonCode.SUCCESS),
				new SubscriptionStatus("c", options, ReasonCode.NOT_AUTHORIZED));
		assertThat(subscriptions("active")).isEqualTo(2);
		assertThat(subscriptions("failed")).isEqualTo(1);
		assertThat(subscriptions("pending")).isZero();
		assertThat(subscriptions("paused")).isZero();
	}

	@Test
	void subscriptionsWhoseListenersArePausedAreNotActive() {
		new MqttMetrics(this.client, "default", () -> Set.of("a", "c")).bindTo(this.registry);
		SubscribeOptions options = SubscribeOptions.of(QoS.AT_LEAST_ONCE);
		this.client.setSubscriptionStatus(new SubscriptionStatus("a", options, ReasonCode.GRANTED_QOS_1),
				new SubscriptionStatus("b", options, ReasonCode.SUCCESS),
				new SubscriptionStatus("c", options, ReasonCode.NOT_AUTHORIZED));
		assertThat(subscriptions("paused")).isEqualTo(1);
		assertThat(subscriptions("active")).isEqualTo(1);
		assertThat(subscriptions("failed")).isEqualTo(1);
	}

	private double subscriptions(String state) {
		return this.registry.get("mqtt.subscriptions").tags("connection", "default", "state", state).gauge().value();
	}

	@Test
	void noMeterHasATopicOrAClientIdentifierAsATag() {
		new MqttMetrics(this.client, "default").bindTo(this.registry);
		tell((listener) -> listener.connectAttempted(Duration.ZERO, null));
		tell((listener) -> listener.connected(FakeMqttClient.connectResult()));
		tell((listener) -> listener.disconnected(null));
		assertThat(this.registry.getMeters()).isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.getId().getTags()).extracting(Tag::getKey)
				.contains("connection")
				.isSubsetOf("connection", "result", "reason", "initiator", "state", "direction", "type", "qos",
						"retained"));
	}

	private void tell(Consumer<MqttClientListener> event) {
		this.client.listeners().forEach(event);
	}

	private double count(String name, String... tags) {
		Meter meter = this.registry.get(name).tag("connection", "default").tags(tags).meter();
		return (meter instanceof Counter counter) ? counter.count() : ((FunctionCounter) meter).count();
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("connection", "default").gauge().value();
	}

	private double up() {
		return gauge("mqtt.connection.up");
	}

}
