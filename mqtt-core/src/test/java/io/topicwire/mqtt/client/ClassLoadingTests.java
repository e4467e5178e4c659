package io.topicwire.mqtt.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.PeerConnection;
import io.topicwire.mqtt.stream.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a JVM loads until its first client is connected: each class takes about
 * half a millisecond of that time, and a lambda is one.
 */
class ClassLoadingTests {

	private static final String PACKAGE = "io.topicwire.mqtt.";

	// There were 70 once
	private static final int LAMBDAS_MAXIMUM = 25;

	private static final byte[] CONNACK = { 0x20, 3, 0, 0, 0 };

	@TempDir
	private Path directory;

	@Test
	void connectionTakesFewLambdas() throws Exception {
		assertThat(loaded()).filteredOn((name) -> name.contains("$$Lambda"))
			.isNotEmpty()
			.hasSizeLessThanOrEqualTo(LAMBDAS_MAXIMUM);
	}

	@Test
	void connectionTakesNothingThatReceivesMessages() throws Exception {
		assertThat(loaded()).contains(PACKAGE + "engine.Connection")
			.doesNotContain(PACKAGE + "engine.Receiver", PACKAGE + "engine.Inbox", PACKAGE + "engine.HandlerCaller",
					PACKAGE + "session.IncomingPublishes");
	}

	/**
	 * Return the classes of the client that a process has loaded that connects and ends.
	 */
	private List<String> loaded() throws Exception {
		Path log = this.directory.resolve("classes.log");
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			Process process = start(log, server);
			try {
				accept(server);
				assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("process has ended").isTrue();
				assertThat(process.exitValue()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
		}
		try (Stream<String> lines = Files.lines(log)) {
			return lines.map((line) -> line.split(" ")[0]).filter((name) -> name.startsWith(PACKAGE)).toList();
		}
	}

	private Process start(Path log, LoopbackServer server) throws IOException {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		return new ProcessBuilder(java.toString(), "-Xmx64m", "-Xlog:class+load:file=" + log + ":none", "-cp",
				System.getProperty("java.class.path"), UnclosedClient.class.getName(), "connected", server.url(), "")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static void accept(LoopbackServer server) throws IOException {
		PeerConnection connection = server.accept();
		assertThat(connection.input().read()).isEqualTo(0x10);
		connection.input().skipNBytes(connection.input().read());
		connection.output().write(CONNACK);
	}

}
