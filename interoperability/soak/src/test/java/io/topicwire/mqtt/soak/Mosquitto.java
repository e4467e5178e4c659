package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A Mosquitto that keeps its sessions in a folder, can be killed, and started again.
 */
final class Mosquitto implements AutoCloseable {

	private static final String CONFIGURATION = """
			listener %d 127.0.0.1
			allow_anonymous true
			persistence true
			persistence_location %s/
			# Written when it is told to
			autosave_interval 0
			# Never drops anything by itself, nor refuses what a client of MQTT 3.1.1 sends at once: the PUBACK with
			# which it does so looks like any other there. With no limit (0 or 65535) it forgets at a restart that it
			# has sent a PUBREL, and sends the message again
			max_inflight_messages 60000
			max_queued_messages 0
			max_queued_bytes 0
			set_tcp_nodelay true
			log_dest file %s
			log_timestamp_format %%H:%%M:%%S
			log_type %s
			# Otherwise it becomes the user mosquitto, who must not write here, when it is started by root
			user %s
			""";

	private final String command;

	private final Path folder;

	private final int port = freePort();

	private @Nullable Process process;

	Mosquitto(String command, Path folder, boolean trace) {
		this.command = command;
		this.folder = folder;
		try {
			Files.createDirectories(folder);
			Files.writeString(folder.resolve("mosquitto.conf"), CONFIGURATION.formatted(this.port, folder,
					folder.resolve("mosquitto.log"), trace ? "all" : "warning", System.getProperty("user.name")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Find the command, also where Debian keeps servers and the path of an ordinary user
	 * does not lead.
	 */
	static Optional<String> command() {
		return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
			.map((folder) -> Path.of(folder, "mosquitto"))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	int port() {
		return this.port;
	}

	void start() {
		this.process = run(this.command, "-c", this.folder.resolve("mosquitto.conf").toString());
		await("start").until(this::isListening);
	}

	/**
	 * Let it write all its sessions to the disk.
	 */
	void save() {
		Object before = databaseKey();
		run("kill", "-USR1", Long.toString(process().pid())).onExit().join();
		await("database").until(() -> !databaseKey().equals(before));
	}

	void kill() {
		process().destroyForcibly().onExit().join();
	}

	private Process process() {
		return Objects.requireNonNull(this.process, "not started");
	}

	private boolean isListening() {
		if (!process().isAlive()) {
			throw new IllegalStateException(
					"Mosquitto ended with exit code " + process().exitValue() + ", see " + this.folder);
		}
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	// It writes another file and gives it the name of the old one
	private Object databaseKey() {
		try {
			Path database = this.folder.resolve("mosquitto.db");
			return Files.exists(database) ? Files.readAttributes(database, BasicFileAttributes.class).fileKey() : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Process run(String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.resolve("output.txt").toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await("Mosquitto: " + what).pollInterval(Duration.ofMillis(20)).atMost(Duration.ofMinutes(1));
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			kill();
		}
	}

}
