package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.fault.FaultProxy;
import org.jspecify.annotations.Nullable;

/**
 * A process with one client, and the wire that leads from it to the broker.
 */
final class ChildProcess implements AutoCloseable {

	private final Class<?> mainClass;

	private final String name;

	private final ProtocolVersion version;

	private final boolean immortal;

	private final Path folder;

	private final boolean trace;

	private final FaultProxy wire;

	private @Nullable Process process;

	private int starts;

	ChildProcess(Class<?> mainClass, String name, ProtocolVersion version, boolean immortal, Path parent,
			int brokerPort, boolean trace) {
		this.mainClass = mainClass;
		this.name = name;
		this.version = version;
		this.immortal = immortal;
		this.folder = parent.resolve(name);
		this.trace = trace;
		this.wire = new FaultProxy(brokerPort);
		try {
			Files.createDirectories(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.name;
	}

	ProtocolVersion version() {
		return this.version;
	}

	boolean isImmortal() {
		return this.immortal;
	}

	boolean isPublisher() {
		return this.mainClass == PublisherProcess.class;
	}

	FaultProxy wire() {
		return this.wire;
	}

	Path messages() {
		return this.folder.resolve(ChildContext.MESSAGES);
	}

	List<String> events(String type) {
		return Journal.read(this.folder.resolve(ChildContext.EVENTS))
			.stream()
			.filter((line) -> line.startsWith(type))
			.toList();
	}

	Path log() {
		return this.folder.resolve("log.txt");
	}

	/**
	 * Return how often a connection was made anew, by a process that had one before.
	 */
	long reconnects() {
		return Math.max(0, events(ChildContext.CONNECTED).size() - this.starts);
	}

	void start() {
		this.starts++;
		this.process = JavaProcess.start(this.mainClass, log(), this.trace, this.name,
				Integer.toString(this.wire.port()), this.version.name(), this.folder.toString());
	}

	void requireAlive() {
		if (!process().isAlive()) {
			throw new IllegalStateException(
					this.name + " ended with exit code " + process().exitValue() + ", see " + log());
		}
	}

	/**
	 * Kill it with signal 9.
	 */
	void kill() {
		process().destroyForcibly().onExit().join();
	}

	void tell(String command) {
		try {
			Writer writer = process().outputWriter(StandardCharsets.UTF_8);
			writer.write(command + "\n");
			writer.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException(this.name + " does not listen, see " + log(), ex);
		}
	}

	boolean isAlive() {
		return process().isAlive();
	}

	private Process process() {
		return Objects.requireNonNull(this.process, "not started");
	}

	@Override
	public void close() {
		if (this.process != null) {
			kill();
		}
		this.wire.close();
	}

}
