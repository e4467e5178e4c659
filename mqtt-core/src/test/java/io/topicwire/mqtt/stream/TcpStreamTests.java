package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link TcpStream}.
 */
class TcpStreamTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final List<TcpStream> streams = new ArrayList<>();

	private ServerSocket server;

	@BeforeEach
	void listen() throws IOException {
		this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void close() throws IOException {
		this.streams.forEach(TcpStream::close);
		this.server.close();
	}

	@Test
	@Mqtt5("MQTT-4.2.0-1")
	@Mqtt3("MQTT-7.1.2-1")
	void bytesGoBothWaysInTheirOrder() throws IOException {
		TcpStream stream = open();
		try (Socket peer = this.server.accept()) {
			byte[] bytes = "...MQTT...".getBytes(StandardCharsets.US_ASCII);
			stream.write(bytes, 3, 2);
			stream.write(bytes, 5, 2);
			assertThat(peer.getInputStream().readNBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("MQTT");
			peer.getOutputStream().write(new byte[] { 1, 2, 3 });
			byte[] buffer = new byte[8];
			int count = 0;
			while (count < 3) {
				count += stream.read(buffer, 2 + count, 6 - count);
			}
			assertThat(buffer).containsExactly(0, 0, 1, 2, 3, 0, 0, 0);
		}
	}

	@Test
	void readReturnsWhatIsThereWithoutWaitingForMore() throws IOException {
		TcpStream stream = open();
		try (Socket peer = this.server.accept()) {
			peer.getOutputStream().write(42);
			byte[] buffer = new byte[100];
			assertThat(stream.read(buffer, 0, 100)).isEqualTo(1);
			assertThat(buffer[0]).isEqualTo((byte) 42);
		}
	}

	@Test
	void endOfStreamIsReported() throws IOException {
		TcpStream stream = open();
		try (Socket peer = this.server.accept()) {
			peer.shutdownOutput();
			assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
			stream.write(new byte[] { 7 }, 0, 1);
			assertThat(peer.getInputStream().read()).isEqualTo(7);
		}
	}

	@Test
	void peerSeesTheEndOfAClosedStream() throws IOException {
		TcpStream stream = open();
		try (Socket peer = this.server.accept()) {
			stream.close();
			assertThat(peer.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void refusedConnectionIsReported() throws IOException {
		this.server.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::open);
	}

	@Test
	void unknownHostIsNamed() {
		TcpStream stream = new TcpStream(new ServerAddress("no-such-host.invalid", 1883), null);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> stream.open(LONG))
			.withMessage("unknown host no-such-host.invalid");
	}

	@Test
	void openGivesUpAfterItsTimeout() throws IOException {
		fillBacklog();
		TcpStream stream = newStream();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> stream.open(Duration.ofMillis(10)));
	}

	@Test
	void timeoutOfLessThanAMillisecondIsNotForEver() throws IOException {
		fillBacklog();
		TcpStream stream = newStream();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> stream.open(Duration.ofNanos(1)));
	}

	@Test
	void longestTimeoutIsAccepted() {
		TcpStream stream = newStream();
		assertThatNoException().isThrownBy(() -> stream.open(Duration.ofDays(1_000_000)));
	}

	@Test
	void closeEndsAnOpenThatIsUnderWay() throws IOException {
		fillBacklog();
		TcpStream stream = newStream();
		assertEndedByClose(stream, "connect", () -> stream.open(LONG));
	}

	@Test
	void closeEndsAReadThatIsUnderWay() throws IOException {
		TcpStream stream = open();
		try (Socket peer = this.server.accept()) {
			assertEndedByClose(stream, "read", () -> stream.read(new byte[1], 0, 1));
		}
	}

	@Test
	void closeEndsAWriteThatIsUnderWay() throws IOException {
		TcpStream stream = open();
		try (Socket peer = this.server.accept()) {
			byte[] more = new byte[64 * 1024 * 1024];
			assertEndedByClose(stream, "write", () -> stream.write(more, 0, more.length));
		}
	}

	private void assertEndedByClose(TcpStream stream, String method, ThrowingCallable call) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread thread = new Thread(() -> failure.complete(catchThrowable(call)), "blocked-" + method);
		thread.setDaemon(true);
		thread.start();
		Awaitility.await().until(() -> isWaitingForTheNetwork(thread));
		assertThat(failure).isNotDone();
		stream.close();
		Awaitility.await().until(failure::isDone);
		assertThat(failure.join()).isInstanceOf(SocketException.class);
	}

	private boolean isWaitingForTheNetwork(Thread thread) {
		StackTraceElement[] trace = thread.getStackTrace();
		// The method at the top depends on the version of Java
		return trace.length > 0 && trace[0].isNativeMethod() && trace[0].getClassName().startsWith("sun.nio.ch.");
	}

	@Test
	void closedStreamCannotBeUsed() throws IOException {
		TcpStream stream = open();
		stream.close();
		stream.close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> stream.read(new byte[1], 0, 1));
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> stream.write(new byte[1], 0, 1));
	}

	@Test
	void streamThatWasClosedBeforehandIsNotOpened() {
		TcpStream stream = newStream();
		stream.close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> stream.open(LONG));
	}

	@Test
	void streamThatIsNotOpenCannotBeUsed() {
		TcpStream stream = newStream();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> stream.read(new byte[1], 0, 1))
			.withMessage("not connected");
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> stream.write(new byte[1], 0, 1))
			.withMessage("not connected");
	}

	private TcpStream open() throws IOException {
		TcpStream stream = newStream();
		stream.open(LONG);
		return stream;
	}

	private TcpStream newStream() {
		TcpStream stream = new TcpStream(
				new ServerAddress(this.server.getInetAddress().getHostAddress(), this.server.getLocalPort()), null);
		this.streams.add(stream);
		return stream;
	}

	/**
	 * Open streams that nobody accepts until the operating system answers no more.
	 */
	private void fillBacklog() throws IOException {
		for (int i = 0; i < 100; i++) {
			TcpStream stream = newStream();
			try {
				stream.open(Duration.ofMillis(100));
			}
			catch (SocketTimeoutException ex) {
				return;
			}
		}
		throw new IllegalStateException("The operating system accepts any number of connections");
	}

}
