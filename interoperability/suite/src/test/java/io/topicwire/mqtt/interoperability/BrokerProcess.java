package io.topicwire.mqtt.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A process of a broker, and the processes that it started in turn.
 */
final class BrokerProcess implements AutoCloseable {

	private final Process process;

	private final Path output;

	private BrokerProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static BrokerProcess start(List<String> command, Path folder, Map<String, String> environment, Values values) {
		try {
			Path output = Files.createTempFile(folder, "output", ".log");
			ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile());
			environment.forEach((name, value) -> builder.environment().put(name, values.resolve(value)));
			Process process = builder.start();
			process.getOutputStream().close();
			return new BrokerProcess(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void requireAlive() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(
					"Broker ended with exit code " + this.process.exitValue() + ": " + output());
		}
	}

	private String output() {
		try {
			return Files.readString(this.output, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Tell the process to end, and wait until it has.
	 */
	void end() {
		this.process.destroy();
		this.process.onExit().join();
	}

	@Override
	public void close() {
		List<ProcessHandle> processes = Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants())
			.toList();
		processes.forEach(ProcessHandle::destroyForcibly);
		processes.forEach((handle) -> handle.onExit().join());
	}

}
