package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NoSuchListenerContainerFactoryFailureAnalyzer}.
 */
class NoSuchListenerContainerFactoryFailureAnalyzerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class))
		.withPropertyValues("mqtt.url=mqtt://127.0.0.1:1", "mqtt.recovery.enabled=false");

	private final MockEnvironment environment = new MockEnvironment().withProperty("mqtt.connection.cloud.url",
			"mqtt://cloud");

	@Test
	void connectionThatIsNotConfiguredIsNamed() {
		FailureAnalysis analysis = analyze(this.contextRunner.withBean(UnknownConnection.class));
		assertThat(analysis.getDescription()).contains("UnknownConnection.handle")
			.endsWith("names the connection 'plant', but there are only [default, cloud].");
		assertThat(analysis.getAction())
			.isEqualTo("Set 'mqtt.connection.plant.url', or name one of the connections that there are.");
	}

	@Test
	void containerFactoryThatIsNotDeclaredIsNamed() {
		FailureAnalysis analysis = analyze(this.contextRunner.withBean(UnknownFactory.class));
		assertThat(analysis.getDescription()).endsWith("names a containerFactory 'mine' that there is not.");
		assertThat(analysis.getAction()).startsWith("Declare a bean 'mine' of type MqttListenerContainerFactory");
	}

	@Test
	void analyzerIsRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, this.environment),
					FailureHandler.handleMessage((message, failure) -> {
						// Those that need a bean factory are not of interest here
					})))
			.hasAtLeastOneElementOfType(NoSuchListenerContainerFactoryFailureAnalyzer.class);
	}

	private FailureAnalysis analyze(ApplicationContextRunner runner) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.run((context) -> analysis[0] = new NoSuchListenerContainerFactoryFailureAnalyzer(this.environment)
			.analyze(context.getStartupFailure()));
		assertThat(analysis[0]).isNotNull();
		return analysis[0];
	}

	static class UnknownConnection {

		@MqttListener(topics = "a", connection = "plant")
		void handle(String payload) {
		}

	}

	static class UnknownFactory {

		@MqttListener(topics = "a", containerFactory = "mine")
		void handle(String payload) {
		}

	}

}
