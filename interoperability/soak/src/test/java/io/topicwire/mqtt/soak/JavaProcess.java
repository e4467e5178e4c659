package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Starts a JVM with the class path of this one and a heap of 64 MiB.
 */
final class JavaProcess {

	private JavaProcess() {
	}

	static Process start(Class<?> mainClass, Path log, boolean trace, String... arguments) {
		String logging = Objects.requireNonNull(JavaProcess.class.getResource("/child-logging.properties")).getPath();
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.util.logging.config.file=" + logging,
				"-Dsoak.trace=" + trace, "-cp", System.getProperty("java.class.path"), mainClass.getName()));
		command.addAll(List.of(arguments));
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
