package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttSessionStoreException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link MqttSessionStoreException} that keeps the application from starting.
 */
class MqttSessionStoreFailureAnalyzer extends AbstractFailureAnalyzer<MqttSessionStoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MqttSessionStoreException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Do what the description says. To keep the session in memory only, remove 'mqtt.session.store.directory'.",
				cause);
	}

}
