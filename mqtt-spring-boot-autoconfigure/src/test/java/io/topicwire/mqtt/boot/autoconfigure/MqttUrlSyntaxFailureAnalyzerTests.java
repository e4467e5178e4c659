package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttUrlSyntaxFailureAnalyzer}.
 */
class MqttUrlSyntaxFailureAnalyzerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class));

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@CsvSource({ "tcp, mqtt", "ssl, mqtts", "http, ws", "https, wss" })
	void schemeOfOtherClientsIsToBeReplaced(String scheme, String better) {
		FailureAnalysis analysis = analyze("mqtt.url=%s://broker".formatted(scheme));
		assertThat(analysis.getDescription()).isEqualTo("The URL of the MQTT broker in 'mqtt.url' is bad: "
				+ "MQTT URL '%s://broker' must begin with mqtt://, mqtts://, ws://, wss:// or unix:; write %s:// instead of %1$s://."
					.formatted(scheme, better));
		assertThat(analysis.getAction()).isEqualTo("Correct 'mqtt.url'.");
	}

	@Test
	void passwordIsNotShown() {
		FailureAnalysis analysis = analyze("mqtt.url=mqtt://app:secret@broker");
		assertThat(analysis.getDescription()).contains("must not hold user name and password").doesNotContain("secret");
		assertThat(analysis.getCause()).hasMessageNotContaining("secret");
	}

	@Test
	void originIsTold() {
		this.environment.getPropertySources()
			.addFirst(new OriginTrackedMapPropertySource("test",
					Map.of("mqtt.url", OriginTrackedValue.of("tcp://broker", new FileOrigin()))));
		assertThat(analyze("mqtt.url=tcp://broker").getDescription())
			.startsWith("The URL of the MQTT broker in 'mqtt.url' (from application.yml:3) is bad:");
	}

	@Test
	void urlOfAFailoverIsNamed() {
		assertThat(analyze("mqtt.failover-urls=mqtt://two,tcp://three").getDescription())
			.contains("'mqtt.failover-urls'", "'tcp://three'");
	}

	@Test
	void urlOfANamedConnectionIsNamed() {
		assertThat(analyze("mqtt.connection.cloud.url=tcp://cloud").getAction())
			.isEqualTo("Correct 'mqtt.connection.cloud.url'.");
	}

	@Test
	void urlOfConnectionDetailsIsNotAskedOfProperties() {
		FailureAnalysis analysis = analyze(
				this.contextRunner.withBean(MqttConnectionDetails.class, () -> () -> "tcp://broker"));
		assertThat(analysis.getDescription()).startsWith("The URL of the MQTT broker is bad:");
		assertThat(analysis.getAction()).isEqualTo("Correct the URL that the MqttConnectionDetails return.");
	}

	@Test
	void analyzerIsRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, this.environment),
					FailureHandler.handleMessage((message, failure) -> {
						// Those that need a bean factory are not of interest here
					})))
			.hasAtLeastOneElementOfType(MqttUrlSyntaxFailureAnalyzer.class);
	}

	private FailureAnalysis analyze(String property) {
		return analyze(this.contextRunner.withPropertyValues(property));
	}

	private FailureAnalysis analyze(ApplicationContextRunner runner) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.run((context) -> analysis[0] = new MqttUrlSyntaxFailureAnalyzer(this.environment)
			.analyze(context.getStartupFailure()));
		assertThat(analysis[0]).isNotNull();
		return analysis[0];
	}

	static class FileOrigin implements Origin {

		@Override
		public String toString() {
			return "application.yml:3";
		}

	}

}
