package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.client.MqttClient;

import org.springframework.context.SmartLifecycle;

/**
 * Disconnects the client when the application stops, in one of the last phases: a web
 * request that is finished meanwhile may still publish.
 */
class MqttDisconnectLifecycle implements SmartLifecycle {

	static final int PHASE = Integer.MIN_VALUE + 100;

	private final MqttClient client;

	private volatile boolean running;

	MqttDisconnectLifecycle(MqttClient client) {
		this.client = client;
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
		this.client.disconnectAsync().whenComplete((result, failure) -> callback.run());
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
