package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of a source that the documentation shows.
 */
final class Sample {

	private static final String PACKAGE = "src/test/java/io/topicwire/mqtt/docs";

	// What is for tests is in a module that this one must not depend on
	private static final List<Path> DIRECTORIES = List.of(Path.of(PACKAGE),
			Path.of("../mqtt-spring-boot-starter-test", PACKAGE));

	private Sample() {
	}

	/**
	 * Read what is between the comments {@code tag::variables[]} and
	 * {@code end::variables[]}, without them and those of other tags, and without the
	 * indentation that all lines share.
	 * @param name the source in this package, such as {@code receiving/Topics}
	 * @param tag the tag
	 * @return the lines
	 */
	static String read(String name, String tag) {
		Path file = find(name + ".java");
		List<String> lines = readLines(file);
		int start = find(lines, "// tag::" + tag + "[]", file);
		int end = find(lines, "// end::" + tag + "[]", file);
		return lines.subList(start + 1, end)
			.stream()
			.filter((line) -> !line.matches("\\s*// (tag|end)::.*"))
			.collect(Collectors.joining("\n"))
			.stripIndent()
			.strip() + "\n";
	}

	private static Path find(String name) {
		return DIRECTORIES.stream()
			.map((directory) -> directory.resolve(name))
			.filter(Files::exists)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no %s in %s".formatted(name, DIRECTORIES)));
	}

	private static List<String> readLines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int find(List<String> lines, String comment, Path file) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).strip().equals(comment)) {
				return i;
			}
		}
		throw new IllegalStateException("There is no line \"%s\" in %s".formatted(comment, file));
	}

}
