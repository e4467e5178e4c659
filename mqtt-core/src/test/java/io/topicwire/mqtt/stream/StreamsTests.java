package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.PeerConnection;
import io.topicwire.mqtt.peer.TestCertificates;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what all streams have in common.
 */
class StreamsTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final StreamOptions options = new StreamOptions(
			TlsOptions.DEFAULT.sslContext(TestCertificates.context(null)), WebSocketOptions.DEFAULT, null);

	@AfterEach
	void noThreadIsLeft() {
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("HttpClient") || name.equals("mqtt-websocket"));
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-4.2.0-1")
	@Mqtt3("MQTT-7.1.2-1")
	void bytesGoBothWaysInTheirOrder(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport); ByteStream stream = open(server)) {
			PeerConnection peer = server.accept();
			byte[] bytes = "...MQTT...".getBytes(StandardCharsets.US_ASCII);
			stream.write(bytes, 3, 2);
			stream.write(bytes, 5, 2);
			assertThat(peer.input().readNBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("MQTT");
			peer.output().write(new byte[] { 1, 2, 3 });
			byte[] buffer = new byte[8];
			int count = 0;
			while (count < 3) {
				count += stream.read(buffer, 2 + count, 6 - count);
			}
			assertThat(buffer).containsExactly(0, 0, 1, 2, 3, 0, 0, 0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void megabytesGoBothWaysAtOnce(Transport transport) throws IOException {
		byte[] bytes = new byte[3 * 1024 * 1024 + 7];
		new Random(7).nextBytes(bytes);
		try (LoopbackServer server = LoopbackServer.start(transport); ByteStream stream = open(server)) {
			PeerConnection peer = server.accept();
			CompletableFuture<Void> written = CompletableFuture.runAsync(() -> run(() -> {
				for (int offset = 0; offset < bytes.length; offset += 65_536) {
					stream.write(bytes, offset, Math.min(65_536, bytes.length - offset));
				}
			}), StreamsTests::startThread);
			CompletableFuture<Void> echoed = CompletableFuture.runAsync(() -> run(() -> {
				byte[] buffer = new byte[10_000];
				for (int total = 0; total < bytes.length;) {
					int count = peer.input().read(buffer);
					peer.output().write(buffer, 0, count);
					total += count;
				}
			}), StreamsTests::startThread);
			byte[] received = new byte[bytes.length];
			for (int total = 0; total < bytes.length;) {
				total += stream.read(received, total, bytes.length - total);
			}
			assertThat(Arrays.equals(received, bytes)).isTrue();
			written.join();
			echoed.join();
		}
	}

	@ParameterizedTest
	@EnumSource
	void endOfStreamIsReported(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport); ByteStream stream = open(server)) {
			server.accept().close();
			assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void peerSeesTheEndOfAClosedStream(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport); ByteStream stream = open(server)) {
			PeerConnection peer = server.accept();
			stream.close();
			Throwable failure = catchThrowable(() -> assertThat(peer.input().read()).isEqualTo(-1));
			assertThat(failure).satisfiesAnyOf((none) -> assertThat(none).isNull(),
					(end) -> assertThat(end).isInstanceOf(IOException.class));
		}
	}

	@ParameterizedTest
	@EnumSource
	void endOfTheOutputIsAnnouncedAndReadingGoesOn(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport); ByteStream stream = open(server)) {
			PeerConnection peer = server.accept();
			stream.write(new byte[] { 7 }, 0, 1);
			peer.output().write(8);
			assertThat(peer.input().read()).isEqualTo(7);
			stream.closeOutput();
			assertThat(stream.read(new byte[1], 0, 1)).isOne();
			if (transport.isSecure() || transport.isWebSocket()) {
				assertThat(peer.input().read()).isEqualTo(-1);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void closeEndsAReadThatIsUnderWay(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport); ByteStream stream = open(server)) {
			server.accept();
			assertEndedByClose(stream, () -> stream.read(new byte[1], 0, 1));
		}
	}

	@ParameterizedTest
	@EnumSource
	void closeEndsAWriteThatIsUnderWay(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport); ByteStream stream = open(server)) {
			server.accept();
			byte[] more = new byte[64 * 1024 * 1024];
			assertEndedByClose(stream, () -> stream.write(more, 0, more.length));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TLS", "WEB_SOCKET", "SECURE_WEB_SOCKET" })
	void closeEndsAnOpenThatTheServerDoesNotAnswer(Transport transport) {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP);
				ByteStream stream = ByteStreamFactory.SYSTEM.create(at(server, transport), this.options)) {
			assertEndedByClose(stream, () -> stream.open(LONG));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TLS", "WEB_SOCKET", "SECURE_WEB_SOCKET" })
	void openGivesUpAfterItsTimeout(Transport transport) {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP);
				ByteStream stream = ByteStreamFactory.SYSTEM.create(at(server, transport), this.options)) {
			assertThatIOException().isThrownBy(() -> stream.open(Duration.ofMillis(100)))
				.withMessageContaining("in time");
		}
	}

	@ParameterizedTest
	@EnumSource
	void streamThatWasClosedBeforehandIsNotOpened(Transport transport) {
		try (LoopbackServer server = LoopbackServer.start(transport);
				ByteStream stream = ByteStreamFactory.SYSTEM.create(server.address(), this.options)) {
			stream.close();
			assertThatIOException().isThrownBy(() -> stream.open(LONG));
		}
	}

	@ParameterizedTest
	@EnumSource
	void streamThatIsNotOpenCannotBeUsed(Transport transport) {
		try (LoopbackServer server = LoopbackServer.start(transport);
				ByteStream stream = ByteStreamFactory.SYSTEM.create(server.address(), this.options)) {
			assertThatIOException().isThrownBy(() -> stream.read(new byte[1], 0, 1));
			assertThatIOException().isThrownBy(() -> stream.write(new byte[1], 0, 1));
		}
	}

	@ParameterizedTest
	@EnumSource
	void serverThatIsNotThereIsReported(Transport transport) throws IOException {
		LoopbackServer server = LoopbackServer.start(transport);
		server.close();
		// Holds a port at which nobody listens, so that no other process does meanwhile
		try (Socket port = new Socket()) {
			port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			ServerAddress address = server.address();
			if (transport != Transport.UNIX_SOCKET) {
				address = new ServerAddress(transport, address.host(), port.getLocalPort(), address.path());
			}
			assertNotThere(address);
		}
	}

	private void assertNotThere(ServerAddress address) {
		try (ByteStream stream = ByteStreamFactory.SYSTEM.create(address, this.options)) {
			assertThatIOException().isThrownBy(() -> stream.open(LONG))
				.satisfies((failure) -> assertThat(failure.getMessage()).isNotBlank());
		}
	}

	private static ServerAddress at(LoopbackServer server, Transport transport) {
		return new ServerAddress(transport, server.address().host(), server.address().port(),
				transport.isWebSocket() ? "/mqtt" : "");
	}

	private ByteStream open(LoopbackServer server) throws IOException {
		ByteStream stream = ByteStreamFactory.SYSTEM.create(server.address(), this.options);
		stream.open(LONG);
		return stream;
	}

	private void assertEndedByClose(ByteStream stream, ThrowingCallable call) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread thread = new Thread(() -> failure.complete(catchThrowable(call)), "blocked");
		thread.setDaemon(true);
		thread.start();
		Awaitility.await().until(() -> isWaiting(thread));
		assertThat(failure).isNotDone();
		stream.close();
		Awaitility.await().until(failure::isDone);
		assertThat(failure.join()).isInstanceOf(IOException.class);
	}

	private boolean isWaiting(Thread thread) {
		StackTraceElement[] trace = thread.getStackTrace();
		return trace.length > 0 && trace[0].isNativeMethod()
				&& (trace[0].getClassName().startsWith("sun.nio.ch.") || trace[0].getMethodName().equals("park"));
	}

	/**
	 * Run what waits for another thread. The common pool may have one thread only.
	 */
	private static void startThread(Runnable action) {
		Thread thread = new Thread(action);
		thread.setDaemon(true);
		thread.start();
	}

	private static void run(ThrowingCallable action) {
		try {
			action.call();
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
