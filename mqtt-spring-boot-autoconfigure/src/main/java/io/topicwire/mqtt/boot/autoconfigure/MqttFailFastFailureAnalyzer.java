package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttConnectRefusedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link MqttFailFastException}.
 */
class MqttFailFastFailureAnalyzer extends AbstractFailureAnalyzer<MqttFailFastException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MqttFailFastException cause) {
		String remedy = (cause.getCause() instanceof MqttConnectRefusedException)
				? "Check 'mqtt.username', 'mqtt.password', 'mqtt.client-id' and 'mqtt.protocol-version' against what the broker accepts."
				: "Start the broker, or correct 'mqtt.url'.";
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				remedy + " To start without the broker and connect later, remove 'mqtt.fail-fast'.", cause);
	}

}
