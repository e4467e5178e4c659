package io.topicwire.mqtt.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processor time of the compilers of the JVM. An application that runs for longer has
 * everything compiled; where messages are few, they took more than the client in the time
 * that is measured, in some processes and not in others. Needs Linux, and compilers whose
 * threads do not come and go.
 */
final class CompilerTime {

	private static final Path THREADS = Path.of("/proc/self/task");

	private static final List<Path> COMPILERS = compilers();

	private CompilerTime() {
	}

	/**
	 * Return the processor time so far.
	 * @return the time in nanoseconds, 0 where the system does not tell it
	 */
	static long nanos() {
		long nanos = 0;
		for (Path compiler : COMPILERS) {
			nanos += nanos(compiler);
		}
		return nanos;
	}

	private static long nanos(Path compiler) {
		String times = read(compiler.resolve("schedstat"));
		return times.isEmpty() ? 0 : Long.parseLong(times.substring(0, times.indexOf(' ')));
	}

	private static List<Path> compilers() {
		if (!Files.isReadable(THREADS.resolveSibling("schedstat"))) {
			return List.of();
		}
		try (Stream<Path> threads = Files.list(THREADS)) {
			return threads.filter((thread) -> read(thread.resolve("comm")).matches("C[12] Compiler.*\\R")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			// The thread has ended
			return "";
		}
	}

}
