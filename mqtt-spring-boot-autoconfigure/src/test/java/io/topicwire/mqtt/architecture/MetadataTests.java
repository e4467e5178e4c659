package io.topicwire.mqtt.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the annotation processors have left their metadata.
 */
class MetadataTests {

	@Test
	void everyPropertyIsDescribed() throws IOException {
		JsonNode metadata = readMetadata();
		assertThat(properties(metadata)).hasSizeGreaterThan(30).allSatisfy((property) -> {
			assertThat(property.path("description").asString("")).as("description of " + property.path("name"))
				.endsWith(".");
			assertThat(property.path("type").asString("")).as("type of " + property.path("name")).isNotEmpty();
		});
	}

	@Test
	void descriptionsAreWordedLikeThoseOfSpringBoot() throws IOException {
		assertThat(properties(readMetadata())).allSatisfy((property) -> {
			String description = property.path("description").asString();
			String type = property.path("type").asString();
			assertThat(description).as("description of " + property.path("name"))
				.doesNotMatch("(The|An?) .*")
				.doesNotContainIgnoringCase("defaults to", "default is", "default value")
				.matches((text) -> !type.equals(Boolean.class.getName()) || text.startsWith("Whether "),
						"begins with 'Whether' for a switch")
				.matches(
						(text) -> !type.startsWith(List.class.getName()) || text.startsWith("Comma-separated list of "),
						"begins with 'Comma-separated list of' for a list");
		});
	}

	@Test
	void deprecationsTellSinceWhen() throws IOException {
		assertThat(properties(readMetadata()).filter((property) -> property.has("deprecation")))
			.allSatisfy((property) -> assertThat(property.path("deprecation").path("since").asString(""))
				.as("since when %s is deprecated", property.path("name"))
				.isNotEmpty());
	}

	@Test
	void defaultsAreToldUnlessThereIsNone() throws IOException {
		assertThat(properties(readMetadata()).filter((property) -> !property.has("defaultValue"))
			.map((property) -> property.path("name").asString())).containsExactlyInAnyOrder("mqtt.client-id",
					"mqtt.connection", "mqtt.failover-urls", "mqtt.ssl.bundle", "mqtt.username", "mqtt.password",
					"mqtt.recovery.max-retries", "mqtt.will.topic", "mqtt.template.default-topic",
					"mqtt.template.reply-topic", "mqtt.session.store.directory", "mqtt.listener.idle-event-interval");
	}

	@Test
	void switchOfTheHealthIndicatorIsDescribed() throws IOException {
		assertThat(readMetadata().path("properties")).anySatisfy(
				(property) -> assertThat(property.path("name").asString()).isEqualTo("management.health.mqtt.enabled"));
	}

	@Test
	void conditionsAreIndexed() throws IOException {
		Properties properties = new Properties();
		try (InputStream stream = open("META-INF/spring-autoconfigure-metadata.properties")) {
			properties.load(stream);
		}
		assertThat(properties).containsKey(MqttAutoConfiguration.class.getName() + ".ConditionalOnClass");
	}

	private static Stream<JsonNode> properties(JsonNode metadata) {
		return metadata.path("properties")
			.valueStream()
			.filter((property) -> property.path("name").asString().startsWith("mqtt."));
	}

	private static JsonNode readMetadata() throws IOException {
		try (InputStream stream = open("META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(stream);
		}
	}

	/**
	 * Open a file of this module, not one of the same name in another jar.
	 * @param name name of the file
	 * @return the file
	 * @throws IOException if it is not there
	 */
	private static InputStream open(String name) throws IOException {
		URI classes = URI
			.create(MqttAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toString());
		return classes.resolve(name).toURL().openStream();
	}

}
