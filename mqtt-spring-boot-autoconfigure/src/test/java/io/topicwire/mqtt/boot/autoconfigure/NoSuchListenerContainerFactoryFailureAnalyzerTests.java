package io.topicwire.mqtt.boot.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.config.NoSuchListenerContainerFactoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link NoSuchListenerContainerFactoryFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
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
	void applicationThatDoesNotStartIsExplained(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(
				new DefaultResourceLoader(new ReversedClassPath()), UnknownConnection.class,
				MqttAutoConfiguration.class)
			.web(WebApplicationType.NONE)
			.properties("mqtt.url=mqtt://127.0.0.1:1");
		assertThatException().isThrownBy(application::run).isInstanceOf(NoSuchListenerContainerFactoryException.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("names the connection 'plant', but there are only [default].");
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

	/**
	 * Finds those of Spring Boot first, as in an executable jar.
	 */
	private static final class ReversedClassPath extends ClassLoader {

		private ReversedClassPath() {
			super(ReversedClassPath.class.getClassLoader());
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			List<URL> resources = Collections.list(super.getResources(name));
			Collections.reverse(resources);
			return Collections.enumeration(resources);
		}

	}

}
