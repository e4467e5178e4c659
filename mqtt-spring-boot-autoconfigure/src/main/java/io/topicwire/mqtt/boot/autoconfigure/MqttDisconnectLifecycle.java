package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Disconnects all clients when the application stops, in one of the last phases: a web
 * request that is finished meanwhile may still publish. Listeners that have not ended
 * until then are called no more.
 */
class MqttDisconnectLifecycle implements SmartLifecycle {

	static final int PHASE = Integer.MIN_VALUE + 100;

	private final List<MqttClient> clients;

	private final @Nullable MqttListenerEndpointRegistry registry;

	private volatile boolean running;

	MqttDisconnectLifecycle(Collection<MqttClient> clients, @Nullable MqttListenerEndpointRegistry registry) {
		this.clients = List.copyOf(clients);
		this.registry = registry;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (this.registry != null) {
			this.registry.shut();
		}
		CompletableFuture<?>[] disconnects = this.clients.stream()
			.map(MqttClient::disconnectAsync)
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(disconnects).whenComplete((result, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
