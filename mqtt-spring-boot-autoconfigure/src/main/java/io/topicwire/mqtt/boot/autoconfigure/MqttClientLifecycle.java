package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;

import org.springframework.context.SmartLifecycle;

/**
 * Connects the client when the application starts and disconnects it when it stops.
 * Listeners are registered in an earlier phase, so they are there when the broker replays
 * a session, and they are suspended in a later one than the disconnect, so no message is
 * refused because of it.
 */
class MqttClientLifecycle implements SmartLifecycle {

	private final MqttClient client;

	private final boolean failFast;

	private volatile boolean running;

	MqttClientLifecycle(MqttClient client, boolean failFast) {
		this.client = client;
		this.failFast = failFast;
	}

	@Override
	public void start() {
		this.running = true;
		if (!this.failFast) {
			// Failures are reported to listeners of the client, one of which logs them
			this.client.connectAsync();
			return;
		}
		try {
			this.client.connect();
		}
		catch (MqttException ex) {
			throw new MqttFailFastException(MqttUrls.withoutUserInfo(this.client.url()), ex);
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.client.disconnectAsync().whenComplete((result, failure) -> callback.run());
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
