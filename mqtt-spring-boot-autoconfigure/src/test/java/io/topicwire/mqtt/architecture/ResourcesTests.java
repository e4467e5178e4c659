package io.topicwire.mqtt.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rules that Spring Boot has for files of its own modules.
 */
class ResourcesTests {

	@Test
	void everyAutoConfigurationIsListedInAlphabeticalOrder() throws IOException {
		List<String> listed = read("META-INF/spring/%s.imports".formatted(AutoConfiguration.class.getName())).lines()
			.toList();
		List<String> present = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.topicwire.mqtt.boot")
			.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.sorted()
			.toList();
		assertThat(present).isNotEmpty();
		assertThat(listed).isEqualTo(present);
	}

	@ParameterizedTest
	@ValueSource(strings = { "META-INF/spring.factories", "META-INF/spring/aot.factories" })
	void factoriesAreListedInAlphabeticalOrder(String name) throws IOException {
		Properties factories = new Properties();
		factories.load(new StringReader(read(name)));
		assertThat(factories).isNotEmpty()
			.allSatisfy((type, implementations) -> assertThat(implementations.toString().split(",")).isSorted()
				.doesNotHaveDuplicates());
	}

	@Test
	void additionalMetadataIsSortedAndFreeOfDuplicates() throws IOException {
		JsonNode metadata = JsonMapper.shared()
			.readTree(read("META-INF/additional-spring-configuration-metadata.json"));
		for (String section : List.of("properties", "hints")) {
			List<String> names = metadata.path(section)
				.valueStream()
				.map((entry) -> entry.path("name").asString())
				.toList();
			assertThat(names).isNotEmpty().isSorted().doesNotHaveDuplicates();
		}
	}

	private static String read(String name) throws IOException {
		for (URL url : Collections.list(ResourcesTests.class.getClassLoader().getResources(name))) {
			if (url.toString()
				.startsWith(
						MqttAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toString())) {
				try (InputStream stream = url.openStream()) {
					return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
				}
			}
		}
		throw new IOException("There is no " + name + " in this module");
	}

}
