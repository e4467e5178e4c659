package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders of tests.
 */
final class Folders {

	private Folders() {
	}

	/**
	 * Delete what is in a folder, and create it if it is not there.
	 */
	static void empty(Path folder) throws IOException {
		Files.createDirectories(folder);
		List<Path> files;
		try (Stream<Path> walk = Files.walk(folder)) {
			files = walk.sorted(Comparator.reverseOrder()).filter((file) -> !file.equals(folder)).toList();
		}
		for (Path file : files) {
			Files.delete(file);
		}
	}

}
