package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttSessionStoreException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttSessionStoreFailureAnalyzer}.
 */
class MqttSessionStoreFailureAnalyzerTests {

	@Test
	void storeThatCannotBeOpenedIsDescribed() {
		FailureAnalysis analysis = new MqttSessionStoreFailureAnalyzer().analyze(new BeanCreationException("mqttClient",
				new MqttSessionStoreException("Session store '/x' is in use by process 17: close that client first")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("Session store '/x' is in use by process 17: close that client first");
		assertThat(analysis.getAction()).contains("mqtt.session.store.directory");
	}

	@Test
	void analyzerIsRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {
				// Those that need a bean factory are not of interest here
			}))).hasAtLeastOneElementOfType(MqttSessionStoreFailureAnalyzer.class);
	}

}
