package io.topicwire.mqtt.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Mosquitto as Debian's package {@code mosquitto} installs it, with a configuration of
 * the sample application at another port.
 */
final class Mosquitto implements AutoCloseable {

	private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

	private final Process process;

	private final int port;

	private Mosquitto(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start a broker, or skip the test and say why.
	 * @param configuration the name of the configuration
	 * @param directory where it runs, and looks for certificates
	 * @return the broker, which accepts connections
	 */
	static Mosquitto start(String configuration, Path directory) throws IOException {
		assumeInstalled(PROGRAM, "mosquitto");
		int port = freePort();
		String text = Files.readString(Path.of("mosquitto", configuration))
			.replaceFirst("listener \\d+", "listener " + port + " 127.0.0.1");
		// As another user it could not read what is in a directory of root
		Path file = Files.writeString(directory.resolve("mosquitto.conf"), text + "user root\n");
		Process process = new ProcessBuilder(PROGRAM.toString(), "-c", file.toString()).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("mosquitto.log").toFile())
			.start();
		Mosquitto mosquitto = new Mosquitto(process, port);
		await().atMost(Duration.ofSeconds(20)).until(mosquitto::accepts);
		return mosquitto;
	}

	static void assumeInstalled(Path program, String packageName) {
		if (!Files.isExecutable(program)) {
			String reason = "The profiles are not tested: %s is not installed (Debian: %s)".formatted(program,
					packageName);
			System.err.println(reason);
			Assumptions.abort(reason);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private boolean accepts() {
		assertThat(this.process.isAlive()).as("Mosquitto runs").isTrue();
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
