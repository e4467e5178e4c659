package io.topicwire.mqtt.client;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.PeerConnection;
import io.topicwire.mqtt.stream.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a client that nobody has closed does not keep its process alive.
 */
class ProcessEndTests {

	private static final byte[] CONNACK = { 0x20, 3, 0, 0, 0 };

	// Absolute, because the process has another working directory
	private static final String CLASS_PATH = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
		.map((entry) -> Path.of(entry).toAbsolutePath().toString())
		.collect(Collectors.joining(File.pathSeparator));

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(names = { "TCP", "WEB_SOCKET", "UNIX_SOCKET" })
	void processEndsAlthoughItsClientIsConnected(Transport transport) throws Exception {
		try (LoopbackServer server = LoopbackServer.start(transport)) {
			Process process = start("connected", server);
			accept(server);
			assertEnds(process);
		}
	}

	@Test
	void processEndsAlthoughItsClientReconnects() throws Exception {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			Process process = start("reconnecting", server);
			PeerConnection connection = accept(server);
			server.close();
			connection.close();
			assertEnds(process);
		}
	}

	@Test
	void processEndsAlthoughItsClientStillConnects() throws Exception {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			assertEnds(start("connecting", server));
		}
	}

	@Test
	void processEndsAlthoughAHandlerDoesNotReturn() throws Exception {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			Process process = start("handling", server);
			PeerConnection connection = accept(server);
			// QoS 0 to topic 'a'
			connection.output().write(new byte[] { 0x30, 4, 0, 1, 'a', 0 });
			assertEnds(process);
		}
	}

	@Test
	void processEndsAlthoughItsClientHasAStoreOnDisk() throws Exception {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			assertEnds(start("storing", server));
		}
	}

	@Test
	void processWithoutAStoreWritesNothingIntoItsWorkingDirectory() throws Exception {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			Process process = start("connected", server);
			accept(server);
			assertEnds(process);
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	private Process start(String situation, LoopbackServer server) throws IOException {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		return new ProcessBuilder(java.toString(), "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", CLASS_PATH,
				UnclosedClient.class.getName(), situation, server.url(), this.directory.resolve("sessions").toString())
			.directory(this.directory.toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static PeerConnection accept(LoopbackServer server) throws IOException {
		PeerConnection connection = server.accept();
		assertThat(connection.input().read()).isEqualTo(0x10);
		connection.input().skipNBytes(connection.input().read());
		connection.output().write(CONNACK);
		return connection;
	}

	private static void assertEnds(Process process) throws Exception {
		try (BufferedReader output = process.inputReader()) {
			assertThat(output.readLine()).isEqualTo(UnclosedClient.END_OF_MAIN);
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("process has ended").isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
