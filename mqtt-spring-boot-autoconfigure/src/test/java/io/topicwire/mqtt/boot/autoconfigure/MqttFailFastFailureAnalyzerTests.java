package io.topicwire.mqtt.boot.autoconfigure;

import java.io.IOException;

import javax.net.ssl.SSLHandshakeException;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ReasonCode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttFailFastFailureAnalyzer}.
 */
class MqttFailFastFailureAnalyzerTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void brokerThatCannotBeReachedIsToBeStarted() {
		FailureAnalysis analysis = analyze(new MqttConnectionException("connection refused"));
		assertThat(analysis.getDescription())
			.isEqualTo("Cannot connect to MQTT broker at mqtt://broker:1883: connection refused");
		assertThat(analysis.getAction()).contains("mqtt.url").contains("mqtt.fail-fast");
	}

	@Test
	void failureOfTlsIsNoReasonToStartTheBroker() {
		FailureAnalysis analysis = analyze(
				new MqttConnectionException("not trusted", new IOException(new SSLHandshakeException("PKIX"))));
		assertThat(analysis.getAction()).startsWith("Correct 'mqtt.url' or 'mqtt.ssl.bundle'.");
	}

	@Test
	void brokerThatRefusesIsToBeAskedOtherwise() {
		FailureAnalysis analysis = analyze(
				new MqttConnectRefusedException(ReasonCode.NOT_AUTHORIZED, "not authorized"));
		assertThat(analysis.getAction()).contains("mqtt.username").contains("mqtt.fail-fast");
	}

	@Test
	void credentialsThatAreRefusedAreNamedWithoutThePassword() {
		MqttException refused = new MqttConnectRefusedException(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "refused");
		assertThat(analyze(refused).getAction()).startsWith(
				"Check 'mqtt.username', which is not set, and 'mqtt.password' against what the broker accepts.");
		this.environment.withProperty("mqtt.username", "app").withProperty("mqtt.password", "secret");
		assertThat(analyze("cloud", refused).getAction())
			.startsWith("Check 'mqtt.connection.cloud.username', which is 'app', and 'mqtt.connection.cloud.password'")
			.doesNotContain("secret");
	}

	@Test
	void otherRefusalsNameTheirProperty() {
		assertThat(
				analyze(new MqttConnectRefusedException(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "refused")).getAction())
			.startsWith("Set 'mqtt.client-id'");
		assertThat(analyze(new MqttConnectRefusedException(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "refused"))
			.getAction()).startsWith("Set 'mqtt.protocol-version'");
		assertThat(analyze(new MqttConnectRefusedException(ReasonCode.BANNED, "refused")).getAction())
			.startsWith("Check 'mqtt.username', 'mqtt.password', 'mqtt.client-id' and 'mqtt.protocol-version'");
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
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, this.environment),
					FailureHandler.handleMessage((message, failure) -> {
						// Those that need a bean factory are not of interest here
					})))
			.hasAtLeastOneElementOfType(MqttFailFastFailureAnalyzer.class);
	}

	private FailureAnalysis analyze(MqttException cause) {
		return analyze("default", cause);
	}

	private FailureAnalysis analyze(String connection, MqttException cause) {
		FailureAnalysis analysis = new MqttFailFastFailureAnalyzer(this.environment)
			.analyze(new ApplicationContextException("failed",
					new MqttFailFastException(connection, "mqtt://broker:1883", cause)));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
