package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.docs.GeneratedPage;
import io.topicwire.mqtt.integration.TestApplication.Reading;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that all meters and observations are documented.
 */
class MetersReferenceTests {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Path PAGE = Path.of("../docs/spring/meters.md");

	private static final Pattern NAME = Pattern.compile("\"(mqtt\\.[a-z.]+)\"");

	@Test
	void pageTellsAllMetersOfAnApplication() throws Exception {
		try (TestBroker broker = new TestBroker().start();
				ConfigurableApplicationContext context = TestApplication.run(broker, "--mqtt.fail-fast=true")) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			useEverythingThatIsMeasured(context);
			new GeneratedPage("spring/meters.md").check(MetersReference.generate(registry));
		}
	}

	/**
	 * Some meters are there only when what they measure has happened.
	 */
	private void useEverythingThatIsMeasured(ConfigurableApplicationContext context) {
		context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(20)).join();
		Awaitility.await().until(() -> TestApplication.received(context).contains("plant 7: 20.0"));
		context.getBean(MqttClient.class).disconnect();
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		Awaitility.await().until(() -> registry.find("mqtt.connection.disconnects").counter() != null);
	}

	@Test
	void pageTellsAllMetersOfTheSources() throws IOException {
		List<String> told = MetersReference.names(Files.readString(PAGE)).toList();
		assertThat(meterNames()).isNotEmpty()
			.as("meters of the sources that are not in docs/spring/meters.md: let MetersReferenceTests use what they measure, and then%n%n  %s%n",
					GeneratedPage.COMMAND)
			.isSubsetOf(told);
	}

	private static List<String> meterNames() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.map(MetersReferenceTests::read)
				.filter((source) -> source.contains("import io.micrometer.core.instrument."))
				.flatMap((source) -> NAME.matcher(source).results().map((result) -> result.group(1)))
				.distinct()
				.toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
