package io.topicwire.mqtt.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the document that tells how the specifications are proven.
 */
class ConformanceDocumentTests {

	// Tests run in the directory of their module
	private static final Path DOCUMENT = Path.of("../docs/conformance.md");

	@Test
	void documentIsWhatFollowsFromTablesAndTests() throws IOException {
		String expected = ConformanceDocument.generate(Proof.findAll());
		if (Boolean.getBoolean("conformance.write")) {
			Files.createDirectories(DOCUMENT.getParent());
			Files.writeString(DOCUMENT, expected);
		}
		assertThat(DOCUMENT).as("docs/conformance.md, which is written by: " + ConformanceDocument.COMMAND)
			.usingCharset("UTF-8")
			.hasContent(expected);
	}

}
