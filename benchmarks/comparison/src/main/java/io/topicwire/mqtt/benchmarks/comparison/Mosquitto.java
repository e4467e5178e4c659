package io.topicwire.mqtt.benchmarks.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import io.topicwire.mqtt.benchmarks.Endpoint;

/**
 * A Mosquitto that keeps nothing and drops nothing.
 */
final class Mosquitto implements AutoCloseable {

	private static final String CONFIGURATION = """
			listener %d 127.0.0.1
			allow_anonymous true
			persistence false
			max_inflight_messages 1000
			max_queued_messages 0
			max_queued_bytes 0
			set_tcp_nodelay true
			log_type error
			""";

	private final Path configuration;

	private final Process process;

	private final int port;

	Mosquitto(String command) throws IOException {
		this.port = freePort();
		this.configuration = Files.createTempFile("mosquitto", ".conf");
		Files.writeString(this.configuration, CONFIGURATION.formatted(this.port));
		this.process = new ProcessBuilder(command, "-c", this.configuration.toString()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		awaitListening();
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

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(Endpoint.HOST))) {
			return socket.getLocalPort();
		}
	}

	private void awaitListening() throws IOException {
		while (this.process.isAlive()) {
			try (Socket socket = new Socket(Endpoint.HOST, this.port)) {
				return;
			}
			catch (IOException ex) {
				Thread.onSpinWait();
			}
		}
		throw new IOException("Mosquitto ended with exit code " + this.process.exitValue());
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		Files.deleteIfExists(this.configuration);
	}

}
