package io.topicwire.mqtt.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for the values that editors propose.
 */
class ConfigurationHintsTests {

	private static final JsonNode METADATA = readMetadata();

	@Test
	void editorsProposeValuesWhereTheTypeDoesNotTellThem() {
		assertThat(hints().map(ConfigurationHintsTests::name)).contains("mqtt.protocol-version", "mqtt.url",
				"mqtt.failover-urls", "mqtt.connection.keys", "mqtt.client-id", "mqtt.listener.qos");
	}

	@Test
	void everyHintIsForAPropertyThatThereIs() {
		Set<String> properties = METADATA.path("properties")
			.valueStream()
			.map(ConfigurationHintsTests::name)
			.collect(Collectors.toSet());
		assertThat(hints()).isNotEmpty()
			.allSatisfy((hint) -> assertThat(properties).contains(name(hint).replaceFirst("\\.keys$", "")));
	}

	@Test
	void otherValuesAreAllowedUnlessThereAreNone() {
		assertThat(hints().filter((hint) -> !hint.has("providers")).map(ConfigurationHintsTests::name))
			.containsExactlyInAnyOrder("mqtt.protocol-version", "mqtt.listener.qos", "mqtt.template.qos",
					"mqtt.will.qos");
	}

	@ParameterizedTest
	@MethodSource
	void proposedValueIsAccepted(String property, String value) {
		MqttProperties properties = new Binder(
				new MapConfigurationPropertySource(Map.of(property, value, "mqtt.will.topic", "gone")))
			.bind("mqtt", MqttProperties.class)
			.get();
		assertThatCode(() -> {
			new MqttClientFactory(properties, new PropertiesMqttConnectionDetails(properties, null), null)
				.createBuilder()
				.build()
				.close();
			new MqttPropertiesMapper(properties).listenerQos();
			new MqttPropertiesMapper(properties).templateQos();
		}).doesNotThrowAnyException();
	}

	static Stream<Arguments> proposedValueIsAccepted() {
		return hints().flatMap((hint) -> hint.path("values")
			.valueStream()
			.map((value) -> name(hint).endsWith(".keys")
					? Arguments.of(name(hint).replaceFirst("keys$", value.path("value").asString() + ".username"), "x")
					: Arguments.of(name(hint), value.path("value").asString())));
	}

	private static Stream<JsonNode> hints() {
		return METADATA.path("hints").valueStream();
	}

	private static String name(JsonNode node) {
		return node.path("name").asString();
	}

	private static JsonNode readMetadata() {
		URI classes = URI
			.create(MqttAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toString());
		try (InputStream stream = classes.resolve("META-INF/spring-configuration-metadata.json").toURL().openStream()) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
