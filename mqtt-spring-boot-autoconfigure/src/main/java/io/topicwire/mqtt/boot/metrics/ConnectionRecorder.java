package io.topicwire.mqtt.boot.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.boot.support.FailureReasons;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what happens to a connection.
 */
class ConnectionRecorder implements MqttClientListener {

	private final MeterRegistry registry;

	private final Tags tags;

	private final Timer pingLatency;

	ConnectionRecorder(MeterRegistry registry, Tags tags) {
		this.registry = registry;
		this.tags = tags;
		this.pingLatency = Timer.builder("mqtt.ping.latency")
			.description("Time from PINGREQ to PINGRESP")
			.tags(tags)
			.register(registry);
	}

	@Override
	public void connectAttempted(Duration elapsed, @Nullable MqttException failure) {
		Timer.builder("mqtt.connection.connect")
			.description("Time of an attempt to connect, up to the CONNACK")
			.tags(this.tags.and("result", (failure != null) ? "failure" : "success"))
			.register(this.registry)
			.record(elapsed);
	}

	@Override
	public void connected(ConnectResult result) {
		attempts("success", null).increment();
	}

	@Override
	public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		attempts("failure", failure).increment();
	}

	private Counter attempts(String result, @Nullable MqttException failure) {
		return Counter.builder("mqtt.connection.attempts")
			.description("Attempts to connect to the broker")
			.tags(this.tags.and("result", result, "reason", FailureReasons.reason(failure)))
			.register(this.registry);
	}

	@Override
	public void disconnected(@Nullable MqttException failure) {
		Counter.builder("mqtt.connection.disconnects")
			.description("Connections that ended")
			.tags(this.tags.and("initiator", FailureReasons.initiator(failure), "reason",
					FailureReasons.reason(failure)))
			.register(this.registry)
			.increment();
	}

	@Override
	public void pinged(Duration latency) {
		this.pingLatency.record(latency);
	}

}
