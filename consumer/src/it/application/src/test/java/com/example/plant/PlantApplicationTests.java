package com.example.plant;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import io.topicwire.mqtt.test.CapturedMessages;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import io.topicwire.mqtt.test.context.EmbeddedMqtt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@EmbeddedMqtt
class PlantApplicationTests {

	@Autowired
	private EmbeddedMqttBroker broker;

	@Test
	void listenerIsCalledAndTemplateSends() {
		CapturedMessages commands = this.broker.capture("plants/+/machines/+/commands");
		this.broker.awaitSubscription("plants/{plant}/machines/{machine}/temperature");
		this.broker.publish("plants/north/machines/press/temperature", "{\"celsius\": 95.5}");
		assertThat(commands.awaitOne().topic()).isEqualTo("plants/north/machines/press/commands");
		assertThat(commands.awaitOne().payloadAsString()).isEqualTo("{\"action\":\"cool-down\"}");
	}

	@Test
	void versionOfSpringBootIsTheOneThatWasAskedFor() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.expected-version"));
	}

	@Test
	void editorsFindTheProperties() throws IOException {
		Map<String, String> types = new LinkedHashMap<>();
		for (Resource resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
			try (InputStream stream = resource.getInputStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(stream).path("properties")) {
					if (property.path("name").asString().startsWith("mqtt.")) {
						assertThat(property.path("description").asString("")).as(property.toString()).isNotEmpty();
						types.put(property.path("name").asString(), property.path("type").asString());
					}
				}
			}
		}
		assertThat(types).containsEntry("mqtt.url", "java.lang.String")
			.containsEntry("mqtt.keep-alive", "java.time.Duration")
			.containsKeys("mqtt.connection", "mqtt.listener.qos", "mqtt.template.qos", "mqtt.recovery.delay");
	}

}
