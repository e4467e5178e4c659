package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that messages are quoted as they are in the code.
 */
class TroubleshootingTests {

	private static final Path PAGE = Page.DIRECTORY.resolve("troubleshooting.md");

	private static final Pattern QUOTE = Pattern.compile("^### `(.+)`$", Pattern.MULTILINE);

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

	private static final List<String> SOURCES = readSources("../mqtt-core", ".", "../mqtt-spring-boot-starter-test");

	static Stream<String> quotes() throws IOException {
		return QUOTE.matcher(Files.readString(PAGE)).results().map((quote) -> quote.group(1));
	}

	@ParameterizedTest
	@MethodSource("quotes")
	void quotedMessageIsInTheCode(String quote) {
		assertThat(SOURCES).as("sources with the message that docs/troubleshooting.md quotes as: %s", quote)
			.anyMatch((source) -> isQuoted(source, quote));
	}

	@Test
	void messageIsFoundInPartsAndInTheirOrderOnly() {
		String source = literals("throw new X(\"It's \\\"\" + a\n\t\t+ \"\\\" here \" + \"now\", \"%s is bad: %d\");");
		assertThat(isQuoted(source, "It's \"…\" here now")).isTrue();
		assertThat(isQuoted(source, "… is bad: …")).isTrue();
		assertThat(isQuoted(source, "here … It's")).isFalse();
		assertThat(isQuoted(source, "here then")).isFalse();
	}

	private static boolean isQuoted(String source, String quote) {
		int from = 0;
		for (String part : quote.split("…")) {
			int found = source.indexOf(part, from);
			if (found < 0) {
				return false;
			}
			from = found + part.length();
		}
		return true;
	}

	/**
	 * Return the texts of a source, each in one piece.
	 */
	private static String literals(String source) {
		String joined = source.replaceAll("(?<!\\\\)\"\\s*\\+\\s*\"", "");
		return LITERAL.matcher(joined)
			.results()
			.map((literal) -> literal.group(1).replace("\\\"", "\""))
			.collect(Collectors.joining("\n"));
	}

	private static List<String> readSources(String... modules) {
		List<String> sources = new ArrayList<>();
		for (String module : modules) {
			try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
				for (Path file : files.filter((file) -> file.toString().endsWith(".java")).toList()) {
					sources.add(literals(Files.readString(file)));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return sources;
	}

}
