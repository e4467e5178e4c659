package io.topicwire.mqtt.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The source code of the tests of all modules, because not all of them are on the class
 * path.
 */
final class TestSources {

	private static final Path FOLDER = Path.of("src", "test", "java", "io", "topicwire", "mqtt");

	private static final String TEST = "@(Test|ParameterizedTest|Property|ArchTest)\\b";

	// By name of the class, below the root package
	private final Map<String, Path> files = new HashMap<>();

	/**
	 * Find all tests.
	 * @param root the folder of all modules
	 */
	TestSources(Path root) throws IOException {
		try (Stream<Path> modules = Files.find(root, 3,
				(path, attributes) -> Files.isDirectory(path.resolve(FOLDER)))) {
			for (Path module : modules.toList()) {
				add(module.resolve(FOLDER));
			}
		}
	}

	private void add(Path folder) throws IOException {
		try (Stream<Path> found = Files.find(folder, 10,
				(path, attributes) -> path.toString().endsWith("Tests.java"))) {
			found.forEach((file) -> this.files.put(folder.relativize(file)
				.toString()
				.replace(".java", "")
				.replace(file.getFileSystem().getSeparator(), "."), file));
		}
	}

	/**
	 * Return whether there is a test.
	 * @param name its class and method
	 */
	boolean contains(String name) throws IOException {
		int dot = name.lastIndexOf('.');
		Path file = (dot < 0) ? null : this.files.get(name.substring(0, dot));
		if (file == null) {
			return false;
		}
		String member = Pattern.quote(name.substring(dot + 1));
		// Annotations up to the method or, for a rule of the architecture, the field
		Pattern declaration = Pattern
			.compile("\n\t" + TEST + "[^;{}]*(\\{[^{}]*\\}[^;{}]*)*(void " + member + "\\(|ArchRule " + member + " =)");
		String source = Files.readString(file);
		return declaration.matcher(source).find() && !source.contains("@Disabled");
	}

}
