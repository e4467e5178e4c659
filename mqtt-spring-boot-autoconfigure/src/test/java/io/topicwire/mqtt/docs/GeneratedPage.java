package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation that follows from the code.
 *
 * @param name the page, such as {@code spring/properties.md}
 */
public record GeneratedPage(String name) {

	/**
	 * Writes all pages of the kind anew.
	 */
	public static final String COMMAND = "mvn -pl mqtt-spring-boot-autoconfigure -am test -Dtest='*ReferenceTests' -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true";

	/**
	 * Fail unless the page is what follows from the code; with
	 * {@code -Dreference.write=true} write it first.
	 * @param content what it should be
	 * @throws IOException if the page can be neither read nor written
	 */
	public void check(String content) throws IOException {
		// Tests run in the directory of their module
		Path file = Path.of("../docs", this.name);
		if (Boolean.getBoolean("reference.write")) {
			Files.writeString(file, content);
		}
		assertThat(file)
			.as("docs/%s, which follows from the code. Write it anew with%n%n  %s%n%nand look at what git diff shows.",
					this.name, COMMAND)
			.usingCharset(StandardCharsets.UTF_8)
			.hasContent(content);
	}

}
