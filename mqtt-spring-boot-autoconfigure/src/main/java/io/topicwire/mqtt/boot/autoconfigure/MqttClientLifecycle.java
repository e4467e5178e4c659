package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Map;
import java.util.function.Predicate;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Connects all clients when the application starts, and ends the work of listeners when
 * it stops. Listeners are registered in an earlier phase, so they are there when the
 * broker replays a session. When the application stops they are held until all have
 * returned: no message that was handled goes unacknowledged. The clients stay connected
 * for others that still have to publish, until {@link MqttDisconnectLifecycle}
 * disconnects them.
 */
class MqttClientLifecycle implements SmartLifecycle {

	private final Map<String, MqttClient> clients;

	private final @Nullable MqttListenerEndpointRegistry registry;

	private final Predicate<String> failFast;

	private volatile boolean running;

	MqttClientLifecycle(Map<String, MqttClient> clients, @Nullable MqttListenerEndpointRegistry registry,
			Predicate<String> failFast) {
		this.clients = clients;
		this.registry = registry;
		this.failFast = failFast;
		clients.forEach((connection, client) -> {
			if (!failFast.test(connection)) {
				client.addListener(new ConnectFailureLogger(connection, client));
			}
		});
	}

	@Override
	public void start() {
		this.running = true;
		this.clients.forEach((connection, client) -> {
			if (!this.failFast.test(connection)) {
				// Failures are logged by the client and by one of its listeners
				client.connectAsync();
			}
		});
		this.clients.forEach((connection, client) -> {
			if (this.failFast.test(connection)) {
				connect(connection, client);
			}
		});
	}

	private static void connect(String connection, MqttClient client) {
		try {
			client.connect();
		}
		catch (MqttException ex) {
			throw new MqttFailFastException(connection, client.url(), ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.registry != null) {
			this.registry.hold();
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (this.registry != null) {
			this.registry.hold(callback);
		}
		else {
			callback.run();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return MqttListenerEndpointRegistry.PHASE + 1;
	}

}
