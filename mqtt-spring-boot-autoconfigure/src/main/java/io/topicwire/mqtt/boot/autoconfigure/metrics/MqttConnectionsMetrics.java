package io.topicwire.mqtt.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.topicwire.mqtt.boot.metrics.MqttMetrics;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

/**
 * {@link MqttMetrics} of all connections.
 */
class MqttConnectionsMetrics implements MeterBinder {

	private final MqttClientRegistry clients;

	MqttConnectionsMetrics(MqttClientRegistry clients) {
		this.clients = clients;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.clients.getClients().forEach((connection, client) -> new MqttMetrics(client, connection).bindTo(registry));
	}

}
