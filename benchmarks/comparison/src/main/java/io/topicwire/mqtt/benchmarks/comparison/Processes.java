package io.topicwire.mqtt.benchmarks.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.benchmarks.measure.Measurement;
import io.topicwire.mqtt.benchmarks.measure.Result;
import io.topicwire.mqtt.benchmarks.measure.Task;
import io.topicwire.mqtt.benchmarks.stub.Stub;

/**
 * Starts JVMs: one for the stub, and one for each measurement.
 */
final class Processes {

	private static final int TIMEOUT = 90;

	// To touch memory for the first time is no matter of the client, and takes some
	// machines longer than all the rest. Compilers that do not come and go can be told
	// from the client
	private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx1g", "-XX:+AlwaysPreTouch",
			"-XX:-UseDynamicNumberOfCompilerThreads");

	private static final List<String> STUB_OPTIONS = List.of("-Xmx1g");

	// So that memory is given back when it is not needed, and what the heap has at first
	// does not count as what connections need
	private static final List<String> IDLE_OPTIONS = List.of("-Xms8m", "-Xmx2g", "-XX:+UseSerialGC",
			"-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

	private final Path modules;

	private final Path java;

	private final Optional<Path> newerJava;

	/**
	 * Create processes.
	 * @param modules the folder with the modules of the clients
	 * @param java the home of the JDK
	 * @param newerJava the home of a JDK with virtual threads
	 */
	Processes(Path modules, Path java, Optional<Path> newerJava) {
		this.modules = modules;
		this.java = java;
		this.newerJava = newerJava;
	}

	/**
	 * Return how many bytes of jars a client needs.
	 */
	long jarBytes(Client client) throws IOException {
		long bytes = 0;
		for (String file : classPath(client).split(":")) {
			Path path = Path.of(file);
			if (Files.isRegularFile(path) && !path.getFileName().toString().startsWith("benchmarks-")) {
				bytes += Files.size(path);
			}
		}
		return bytes;
	}

	private String classPath(Client client) {
		return classPath(client.module());
	}

	private String classPath(String module) {
		Path target = this.modules.resolve(module).resolve("target");
		Path classes = target.resolve("classes");
		if (!Files.isDirectory(classes)) {
			throw new IllegalStateException(classes + " is missing: build the benchmarks first");
		}
		Path others = target.resolve("classpath");
		try {
			return Files.exists(others) ? classes + ":" + Files.readString(others).trim() : classes.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start the stub. It ends with its standard input.
	 */
	StubProcess startStub() throws IOException {
		return new StubProcess(start(this.java, classPath("harness"), Stub.class, STUB_OPTIONS, List.of())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	/**
	 * Measure in a process of its own.
	 * @throws MeasurementException if there is no result
	 */
	Result measure(Client client, Task task) {
		return switch (task.kind()) {
			case START -> new StartMeasurement(this, client, task).run();
			case IDLE -> measure(client, task, IDLE_OPTIONS);
			default -> measure(client, task, OPTIONS);
		};
	}

	private Result measure(Client client, Task task, List<String> options) {
		try {
			Process process = start(client, Measurement.class, options, task.toArguments()).redirectErrorStream(true)
				.start();
			return result(process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	ProcessBuilder start(Client client, Class<?> mainClass, List<String> options, List<String> arguments) {
		Path java = (client != Client.VIRTUAL) ? this.java : this.newerJava
			.orElseThrow(() -> new MeasurementException("there is no JDK with virtual threads", ""));
		return start(java, classPath(client), mainClass, options, arguments);
	}

	private static ProcessBuilder start(Path java, String classPath, Class<?> mainClass, List<String> options,
			List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(java.resolve("bin/java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, mainClass.getName()));
		command.addAll(arguments);
		return new ProcessBuilder(command);
	}

	private static Result result(Process process) throws IOException {
		Watch watch = new Watch(process);
		StringBuilder output = new StringBuilder();
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			String line;
			while ((line = reader.readLine()) != null) {
				if (Result.parse(line).isPresent()) {
					return Result.parse(line).get();
				}
				output.append(line).append('\n');
			}
		}
		catch (IOException ex) {
			output.append(ex);
		}
		finally {
			process.destroyForcibly();
			watch.end();
		}
		throw new MeasurementException(
				watch.hasExpired() ? "no result within " + TIMEOUT + " s" : firstLine(process, output),
				output.toString());
	}

	private static String firstLine(Process process, StringBuilder output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains("Exception") || line.contains("Error"))
			.findFirst()
			.orElse("no result, exit code " + process.onExit().join().exitValue());
	}

	/**
	 * Ends a process that takes too long.
	 */
	private static final class Watch {

		private final Thread thread;

		private volatile boolean expired;

		private Watch(Process process) {
			this.thread = new Thread(() -> {
				try {
					if (!process.waitFor(TIMEOUT, TimeUnit.SECONDS)) {
						this.expired = true;
						process.destroyForcibly();
					}
				}
				catch (InterruptedException ex) {
					// No longer needed
				}
			}, "watch");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private void end() {
			this.thread.interrupt();
		}

		private boolean hasExpired() {
			return this.expired;
		}

	}

}
