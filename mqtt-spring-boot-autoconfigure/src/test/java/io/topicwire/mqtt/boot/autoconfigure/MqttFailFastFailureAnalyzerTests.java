package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttFailFastFailureAnalyzer}.
 */
class MqttFailFastFailureAnalyzerTests {

	@Test
	void brokerThatCannotBeReachedIsToBeStarted() {
		FailureAnalysis analysis = analyze(new MqttConnectionException("connection refused"));
		assertThat(analysis.getDescription())
			.isEqualTo("Cannot connect to MQTT broker at mqtt://broker:1883: connection refused");
		assertThat(analysis.getAction()).contains("mqtt.url").contains("mqtt.fail-fast");
	}

	@Test
	void brokerThatRefusesIsToBeAskedOtherwise() {
		FailureAnalysis analysis = analyze(
				new MqttConnectRefusedException(ReasonCode.NOT_AUTHORIZED, "not authorized"));
		assertThat(analysis.getAction()).contains("mqtt.username").contains("mqtt.fail-fast");
	}

	@Test
	void propertiesAreThoseOfTheConnection() {
		FailureAnalysis analysis = analyze("cloud", new MqttConnectionException("connection refused"));
		assertThat(analysis.getAction()).contains("'mqtt.connection.cloud.url'")
			.contains("set 'mqtt.connection.cloud.fail-fast' to false");
	}

	@Test
	void analyzerIsRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {
				// Those that need a bean factory are not of interest here
			}))).hasAtLeastOneElementOfType(MqttFailFastFailureAnalyzer.class);
	}

	private static FailureAnalysis analyze(MqttException cause) {
		return analyze("default", cause);
	}

	private static FailureAnalysis analyze(String connection, MqttException cause) {
		FailureAnalysis analysis = new MqttFailFastFailureAnalyzer().analyze(new ApplicationContextException("failed",
				new MqttFailFastException(connection, "mqtt://broker:1883", cause)));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
