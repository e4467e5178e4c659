package io.topicwire.mqtt.boot.autoconfigure.metrics;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.topicwire.mqtt.boot.metrics.MqttMetrics;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.jspecify.annotations.Nullable;

/**
 * {@link MqttMetrics} of all connections.
 */
class MqttConnectionsMetrics implements MeterBinder {

	private final MqttClientRegistry clients;

	private final @Nullable MqttListenerEndpointRegistry listeners;

	MqttConnectionsMetrics(MqttClientRegistry clients, @Nullable MqttListenerEndpointRegistry listeners) {
		this.clients = clients;
		this.listeners = listeners;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.clients.getClients()
			.forEach((connection, client) -> new MqttMetrics(client, connection, () -> pausedFilters(client))
				.bindTo(registry));
	}

	/**
	 * Return the topic filters of which all listeners are paused.
	 */
	private Set<String> pausedFilters(MqttClient client) {
		Collection<MqttMessageListenerContainer> containers = (this.listeners != null)
				? this.listeners.getListenerContainers() : Collections.emptyList();
		Set<String> paused = new HashSet<>();
		Set<String> handled = new HashSet<>();
		containers.stream()
			.filter((container) -> container.getClient() == client && container.isRunning())
			.forEach((container) -> (container.isPauseRequested() ? paused : handled)
				.addAll(container.getTopicFilters()));
		paused.removeAll(handled);
		return paused;
	}

}
