package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that all properties are documented.
 */
class PropertiesReferenceTests {

	// That of this module, not one of the same name in another jar
	private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

	@Test
	void pageTellsAllProperties() throws IOException {
		new GeneratedPage("spring/properties.md")
			.check(PropertiesReference.generate(JsonMapper.shared().readTree(METADATA)));
	}

}
