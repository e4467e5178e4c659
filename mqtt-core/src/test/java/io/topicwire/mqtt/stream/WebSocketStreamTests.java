package io.topicwire.mqtt.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.TestCertificates;
import io.topicwire.mqtt.peer.WebSocketPeer;
import io.topicwire.mqtt.peer.WebSocketPeer.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link WebSocketStream}.
 */
class WebSocketStreamTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final LoopbackServer server = LoopbackServer.start(Transport.WEB_SOCKET);

	@AfterEach
	void close() {
		this.server.close();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("HttpClient") || name.equals("mqtt-websocket"));
	}

	@Test
	@Mqtt5("MQTT-6.0.0-3")
	@Mqtt3("MQTT-6.0.0-3")
	void pathHeadersAndSubprotocolAreSent() throws IOException {
		ServerAddress address = new ServerAddress(Transport.WEB_SOCKET, "localhost", this.server.address().port(),
				"/a%20b/mqtt?token=%40");
		StreamOptions options = options(
				WebSocketOptions.DEFAULT.headers(Map.of("Authorization", "Bearer x", "A", "b")));
		try (ByteStream stream = open(address, options)) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			assertThat(peer.requestLine()).isEqualTo("GET /a%20b/mqtt?token=%40 HTTP/1.1");
			assertThat(peer.headers()).containsEntry("Sec-WebSocket-Protocol", "mqtt")
				.containsEntry("Authorization", "Bearer x")
				.containsEntry("A", "b");
			stream.close();
		}
	}

	@Test
	void headersAreAskedForAtEachAttempt() throws IOException {
		AtomicInteger asked = new AtomicInteger();
		StreamOptions options = options(
				WebSocketOptions.DEFAULT.headers(() -> Map.of("Attempt", String.valueOf(asked.incrementAndGet()))));
		for (int i = 1; i <= 2; i++) {
			open(this.server.address(), options).close();
			assertThat(this.server.acceptWebSocket().headers()).containsEntry("Attempt", String.valueOf(i));
		}
	}

	@Test
	void headersThatCannotBeSentAreReported() {
		assertThatIOException()
			.isThrownBy(() -> open(this.server.address(), options(WebSocketOptions.DEFAULT.headers(() -> {
				throw new IllegalStateException("secret");
			}))))
			.withMessage("the headers for the WebSocket could not be supplied");
		assertThatIOException()
			.isThrownBy(() -> open(this.server.address(),
					options(WebSocketOptions.DEFAULT.headers(Map.of("Sec-WebSocket-Protocol", "secret")))))
			.withMessageStartingWith("the WebSocket request cannot be made: ")
			.withMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer secret\n", "secret\r\nA: b", "secret\u0000", "secret\u20AC" })
	void valueOfAHeaderIsNeverRepeated(String value) {
		assertThatIOException()
			.isThrownBy(() -> open(this.server.address(),
					options(WebSocketOptions.DEFAULT.headers(Map.of("Authorization", value)))))
			.withMessage(
					"the header 'Authorization' for the WebSocket has a value with characters that are not allowed, "
							+ "such as a line break at its end")
			.withNoCause();
	}

	@Test
	void queryIsNotRepeatedWhenTheHostCannotBeUsed() {
		ServerAddress address = new ServerAddress(Transport.WEB_SOCKET, "broker_1", 80, "/mqtt?token=secret");
		assertThatIOException().isThrownBy(() -> open(address, StreamOptions.DEFAULT))
			.withMessage("a WebSocket cannot be opened to the host 'broker_1'; use a name without an underscore")
			.withNoCause();
	}

	@Test
	@Mqtt5("MQTT-6.0.0-1")
	@Mqtt3("MQTT-6.0.0-1")
	void everythingIsWrittenInBinaryFrames() throws IOException {
		try (ByteStream stream = open()) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			stream.write(bytes("--packet--"), 2, 6);
			stream.write(bytes("another"), 0, 7);
			assertThat(peer.readFrame()).satisfies((frame) -> {
				assertThat(frame.opcode()).isEqualTo(WebSocketPeer.BINARY);
				assertThat(frame.last()).isTrue();
				assertThat(frame.text()).isEqualTo("packet");
			});
			assertThat(peer.readFrame().text()).isEqualTo("another");
		}
	}

	@Test
	void largeWriteArrivesInMessagesOfAtMost64KiB() throws IOException {
		byte[] large = new byte[300_000];
		new Random(1).nextBytes(large);
		ByteArrayOutputStream arrived = new ByteArrayOutputStream();
		try (ByteStream stream = open()) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
				try {
					stream.write(large, 0, large.length);
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			while (arrived.size() < large.length) {
				byte[] message = readMessage(peer);
				assertThat(message.length).isLessThanOrEqualTo(64 * 1024);
				arrived.writeBytes(message);
			}
			written.join();
		}
		assertThat(arrived.toByteArray()).isEqualTo(large);
	}

	@Test
	@Mqtt5("MQTT-6.0.0-2")
	@Mqtt3("MQTT-6.0.0-2")
	void bordersOfFramesAndMessagesDoNotMatter() throws IOException {
		try (ByteStream stream = open()) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			peer.send(new Frame(false, WebSocketPeer.BINARY, bytes("ab")));
			peer.send(Frame.of(WebSocketPeer.PING, "are you there?"));
			peer.send(new Frame(false, WebSocketPeer.CONTINUATION, bytes("")));
			peer.send(new Frame(true, WebSocketPeer.CONTINUATION, bytes("c")));
			peer.send(Frame.of(WebSocketPeer.BINARY, "defgh"));
			peer.send(Frame.of(WebSocketPeer.PONG, "unasked"));
			peer.send(Frame.of(WebSocketPeer.BINARY, "i"));
			assertThat(read(stream, 9)).isEqualTo("abcdefghi");
			assertThat(peer.readFrame()).satisfies((frame) -> {
				assertThat(frame.opcode()).isEqualTo(WebSocketPeer.PONG);
				assertThat(frame.text()).isEqualTo("are you there?");
			});
		}
	}

	@Test
	@Mqtt5("MQTT-6.0.0-1")
	@Mqtt3("MQTT-6.0.0-1")
	void textFrameEndsTheConnection() throws IOException {
		try (ByteStream stream = open()) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			peer.send(Frame.of(WebSocketPeer.TEXT, "hello"));
			assertThatIOException().isThrownBy(() -> stream.read(new byte[10], 0, 10))
				.withMessage("the server sent a text frame, but MQTT travels in binary frames only");
			assertThatIOException().isThrownBy(peer::readFrame).withMessageNotContaining("mask");
		}
	}

	@Test
	@Mqtt5("MQTT-6.0.0-4")
	@Mqtt3("MQTT-6.0.0-4")
	void serverMustSelectTheSubprotocol() {
		this.server.upgrade((answer) -> answer.replace("Sec-WebSocket-Protocol: mqtt\r\n", ""));
		assertThatIOException().isThrownBy(this::open)
			.withMessage("the server did not select the WebSocket subprotocol 'mqtt'; "
					+ "does the path lead to its MQTT endpoint?");
		this.server.upgrade((answer) -> answer.replace("Protocol: mqtt", "Protocol: mqttv3.1"));
		assertThatIOException().isThrownBy(this::open).withMessageContaining("mqttv3.1");
	}

	@Test
	void serverThatRefusesIsQuoted() {
		String url = this.server.url();
		answerWithStatus("404 Not Found");
		assertThatIOException().isThrownBy(this::open)
			.withMessage("the server knows no WebSocket at " + url + " (status 404); correct the path of the URL");
		answerWithStatus("403 Forbidden");
		assertThatIOException().isThrownBy(this::open)
			.withMessage("the server refused the WebSocket with status 403; "
					+ "does it want a header with credentials in the WebSocket options?");
		answerWithStatus("200 OK");
		assertThatIOException().isThrownBy(this::open)
			.withMessage("the server did not open a WebSocket at " + url + " but answered with status 200");
	}

	private void answerWithStatus(String status) {
		this.server.upgrade((answer) -> "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
	}

	@Test
	void serverThatSpeaksNoHttpIsReported() {
		this.server.upgrade((answer) -> "\u0020\u0002\u0000\u0000\r\n\r\n");
		assertThatIOException().isThrownBy(this::open)
			.satisfies((failure) -> assertThat(failure.getMessage()).isNotBlank());
	}

	@Test
	void closeFrameIsTheEndOfTheStream() throws IOException {
		try (ByteStream stream = open()) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			peer.send(Frame.of(WebSocketPeer.BINARY, "last"));
			peer.send(new Frame(true, WebSocketPeer.CLOSE, new byte[] { 0x03, (byte) 0xE8 }));
			assertThat(read(stream, 4)).isEqualTo("last");
			assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
			assertThat(peer.readFrame().opcode()).isEqualTo(WebSocketPeer.CLOSE);
		}
	}

	@Test
	void closeFrameWithAnErrorIsQuoted() throws IOException {
		try (ByteStream stream = open()) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			peer.send(new Frame(true, WebSocketPeer.CLOSE, new byte[] { 0x03, (byte) 0xF0, 't', 'o', 'o', ' ', 'f' }));
			assertThatIOException().isThrownBy(() -> stream.read(new byte[1], 0, 1))
				.withMessage("the server closed the WebSocket with status 1008: too f");
		}
	}

	@Test
	void brokenFrameIsReported() throws IOException {
		try (ByteStream stream = open()) {
			// A reserved opcode
			this.server.acceptWebSocket().send(Frame.of(0x7, ""));
			assertThatIOException().isThrownBy(() -> stream.read(new byte[1], 0, 1))
				.satisfies((failure) -> assertThat(failure.getMessage()).isNotBlank());
		}
	}

	@Test
	void endOfTheOutputIsACloseFrame() throws IOException {
		try (ByteStream stream = open()) {
			WebSocketPeer peer = this.server.acceptWebSocket();
			stream.closeOutput();
			assertThat(peer.readFrame()).satisfies((frame) -> {
				assertThat(frame.opcode()).isEqualTo(WebSocketPeer.CLOSE);
				assertThat(frame.payload()).containsExactly(0x03, 0xE8);
			});
		}
	}

	@Test
	void certificateIsVerifiedForItsHost() {
		try (LoopbackServer server = LoopbackServer.startTls("other-host", (socket) -> {
		})) {
			ServerAddress address = new ServerAddress(Transport.SECURE_WEB_SOCKET, "localhost", server.address().port(),
					"/mqtt");
			StreamOptions trusting = new StreamOptions(TlsOptions.DEFAULT.sslContext(TestCertificates.context(null)),
					WebSocketOptions.DEFAULT, null);
			assertThatIOException().isThrownBy(() -> open(address, trusting))
				.withMessageStartingWith("the certificate of the server was not issued for 'localhost'");
			assertThatIOException().isThrownBy(() -> open(address, StreamOptions.DEFAULT))
				.withMessageStartingWith("the certificate of the server is not trusted");
		}
	}

	private static StreamOptions options(WebSocketOptions webSocket) {
		return new StreamOptions(TlsOptions.DEFAULT, webSocket, null);
	}

	private ByteStream open() throws IOException {
		return open(this.server.address(), StreamOptions.DEFAULT);
	}

	private static ByteStream open(ServerAddress address, StreamOptions options) throws IOException {
		ByteStream stream = ByteStreamFactory.SYSTEM.create(address, options);
		try {
			stream.open(LONG);
			return stream;
		}
		catch (IOException ex) {
			stream.close();
			throw ex;
		}
	}

	private static String read(ByteStream stream, int length) throws IOException {
		byte[] buffer = new byte[length];
		for (int count = 0; count < length;) {
			count += stream.read(buffer, count, length - count);
		}
		return new String(buffer, StandardCharsets.UTF_8);
	}

	private static byte[] readMessage(WebSocketPeer peer) throws IOException {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		Frame frame;
		do {
			frame = peer.readFrame();
			assertThat(frame.opcode())
				.isEqualTo((message.size() == 0) ? WebSocketPeer.BINARY : WebSocketPeer.CONTINUATION);
			message.writeBytes(frame.payload());
		}
		while (!frame.last());
		return message.toByteArray();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
