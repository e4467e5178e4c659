package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation. A block of Java is preceded by a comment that says where
 * it is from, such as {@code <!-- sample: receiving/Topics#variables -->} for what is
 * between {@code tag::variables[]} and {@code end::variables[]} in
 * {@code receiving/Topics.java} of this package.
 *
 * @param file the page
 */
record Page(Path file) {

	// Tests run in the directory of their module
	static final Path DIRECTORY = Path.of("../docs");

	private static final Path README = Path.of("../README.md");

	// The client's own module compiles what these show
	private static final Set<Path> OF_THE_CLIENT = Set.of(DIRECTORY.resolve("client.md"),
			DIRECTORY.resolve("packet-trace.md"));

	private static final Pattern JAVA = Pattern
		.compile("(?:<!-- sample: (?<name>\\S+)#(?<tag>\\S+) -->\n)?```java\n(?<code>.*?)```", Pattern.DOTALL);

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	static List<Page> all() throws IOException {
		try (Stream<Path> files = Files.walk(DIRECTORY)) {
			return Stream.concat(Stream.of(README), files.filter((file) -> file.toString().endsWith(".md")).sorted())
				.map(Page::new)
				.toList();
		}
	}

	String content() throws IOException {
		return Files.readString(this.file);
	}

	/**
	 * Return how many blocks do not say where they are from.
	 */
	long blocksWithoutSource() throws IOException {
		if (OF_THE_CLIENT.contains(this.file)) {
			return 0;
		}
		return JAVA.matcher(content()).results().filter((block) -> block.group(1) == null).count();
	}

	/**
	 * Return the page with all blocks of Java as they are in the sources.
	 */
	String withSamples() throws IOException {
		Matcher blocks = JAVA.matcher(content());
		return blocks.replaceAll((block) -> Matcher
			.quoteReplacement((block.group(1) == null) ? block.group() : "<!-- sample: %1$s#%2$s -->\n```java\n%3$s```"
				.formatted(block.group(1), block.group(2), Sample.read(block.group(1), block.group(2)))));
	}

	void write(String content) throws IOException {
		Files.writeString(this.file, content);
	}

	/**
	 * Return all blocks of YAML.
	 */
	Stream<String> configurations() throws IOException {
		return YAML.matcher(content()).results().map((block) -> block.group(1));
	}

	@Override
	public String toString() {
		return this.file.toString().substring("../".length());
	}

}
