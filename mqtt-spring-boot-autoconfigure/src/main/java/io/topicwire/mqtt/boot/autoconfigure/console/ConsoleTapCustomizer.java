package io.topicwire.mqtt.boot.autoconfigure.console;

import io.topicwire.mqtt.boot.autoconfigure.MqttClientBuilderCustomizer;
import io.topicwire.mqtt.boot.console.MqttConsoleRecorder;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

/**
 * Lets the console see the packets of clients.
 */
class ConsoleTapCustomizer implements MqttClientBuilderCustomizer {

	private final MqttConsoleRecorder recorder;

	ConsoleTapCustomizer(MqttConsoleRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public void customize(MqttClientBuilder builder) {
		customize(builder, MqttClientRegistry.DEFAULT_CONNECTION);
	}

	@Override
	public void customize(MqttClientBuilder builder, String connection) {
		builder.trace(this.recorder.tap(connection));
	}

}
