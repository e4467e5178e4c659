package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a source that the documentation shows.
 */
final class Sample {

	private static final String PACKAGE = "src/test/java/io/topicwire/mqtt/docs";

	// What is for tests, and what others do, is in modules that this one must not depend
	// on
	private static final List<Path> DIRECTORIES = List.of(Path.of(PACKAGE),
			Path.of("../mqtt-spring-boot-starter-test", PACKAGE), Path.of("../benchmarks/paho", PACKAGE),
			Path.of("../benchmarks/hivemq", PACKAGE));

	private Sample() {
	}

	/**
	 * Read what is between the comments {@code tag::variables[]} and
	 * {@code end::variables[]}, which may be there more than once, without them and those
	 * of other tags, and without the indentation that all lines share.
	 * @param name the source in this package, such as {@code receiving/Topics}
	 * @param tag the tag
	 * @return the lines
	 */
	static String read(String name, String tag) {
		Path file = find(name + ".java");
		List<String> sample = new ArrayList<>();
		boolean inside = false;
		for (String line : readLines(file)) {
			if (line.strip().equals("// tag::" + tag + "[]")) {
				inside = true;
			}
			else if (line.strip().equals("// end::" + tag + "[]")) {
				inside = false;
			}
			else if (inside && !line.matches("\\s*// (tag|end)::.*")) {
				sample.add(line);
			}
		}
		if (inside || sample.isEmpty()) {
			throw new IllegalStateException("There is no tag \"%s\" with its end in %s".formatted(tag, file));
		}
		return String.join("\n", sample).stripIndent().strip() + "\n";
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

}
