package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Connects the client when the application starts, and ends the work of listeners when it
 * stops. Listeners are registered in an earlier phase, so they are there when the broker
 * replays a session. When the application stops they are held until all have returned: no
 * message that was handled goes unacknowledged. The client stays connected for others
 * that still have to publish, until {@link MqttDisconnectLifecycle} disconnects it.
 */
class MqttClientLifecycle implements SmartLifecycle {

	private final MqttClient client;

	private final @Nullable MqttListenerEndpointRegistry registry;

	private final boolean failFast;

	private volatile boolean running;

	MqttClientLifecycle(MqttClient client, @Nullable MqttListenerEndpointRegistry registry, boolean failFast) {
		this.client = client;
		this.registry = registry;
		this.failFast = failFast;
		if (!failFast) {
			client.addListener(new ConnectFailureLogger(client.url()));
		}
	}

	@Override
	public void start() {
		this.running = true;
		if (!this.failFast) {
			// Failures are logged by the client and by one of its listeners
			this.client.connectAsync();
			return;
		}
		try {
			this.client.connect();
		}
		catch (MqttException ex) {
			throw new MqttFailFastException(this.client.url(), ex);
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
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return MqttListenerEndpointRegistry.PHASE + 1;
	}

}
