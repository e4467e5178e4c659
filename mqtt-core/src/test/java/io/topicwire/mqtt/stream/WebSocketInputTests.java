package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link WebSocketInput}.
 */
class WebSocketInputTests {

	private final RequestCounter webSocket = new RequestCounter();

	private final WebSocketInput input = new WebSocketInput();

	@Test
	void nextPieceIsAskedForWhenOneIsReadAndNotBefore() throws IOException {
		this.input.onOpen(this.webSocket);
		assertThat(this.webSocket.requested).isEqualTo(1);
		CompletionStage<?> consumed = this.input.onBinary(this.webSocket, ByteBuffer.wrap(new byte[] { 1, 2, 3 }),
				true);
		byte[] buffer = new byte[2];
		assertThat(this.input.read(buffer, 0, 2)).isEqualTo(2);
		assertThat(buffer).containsExactly(1, 2);
		assertThat(this.webSocket.requested).isEqualTo(1);
		assertThat(consumed.toCompletableFuture()).isNotDone();
		assertThat(this.input.read(buffer, 1, 1)).isOne();
		assertThat(buffer).containsExactly(1, 3);
		assertThat(this.webSocket.requested).isEqualTo(2);
		assertThat(consumed.toCompletableFuture()).isDone();
	}

	@Test
	void emptyMessageIsNoEndOfTheStream() throws IOException {
		this.input.onOpen(this.webSocket);
		this.input.onBinary(this.webSocket, ByteBuffer.allocate(0), true);
		assertThat(this.webSocket.requested).isEqualTo(2);
		this.input.onBinary(this.webSocket, ByteBuffer.wrap(new byte[] { 1 }), true);
		assertThat(this.input.read(new byte[2], 0, 2)).isOne();
	}

	@Test
	void whatCameBeforeTheEndIsReadFirst() throws IOException {
		this.input.onBinary(this.webSocket, ByteBuffer.wrap(new byte[] { 1 }), true);
		this.input.onClose(this.webSocket, WebSocket.NORMAL_CLOSURE, "");
		assertThat(this.input.read(new byte[2], 0, 2)).isOne();
		assertThat(this.input.read(new byte[2], 0, 2)).isEqualTo(-1);
	}

	@Test
	void firstFailureIsTheOneReported() {
		this.input.onError(this.webSocket, new IllegalStateException("first"));
		this.input.fail(new IOException("second"));
		assertThatIOException().isThrownBy(() -> this.input.read(new byte[1], 0, 1))
			.withMessage("the WebSocket failed: first");
	}

	@Test
	void textIsAFailureAndEndsTheWebSocket() {
		this.input.onText(this.webSocket, "text", true);
		assertThat(this.webSocket.aborted).isTrue();
		assertThatIOException().isThrownBy(() -> this.input.read(new byte[1], 0, 1));
	}

	/**
	 * WebSocket that does nothing but count.
	 */
	private static final class RequestCounter implements WebSocket {

		private long requested;

		private boolean aborted;

		@Override
		public void request(long n) {
			this.requested += n;
		}

		@Override
		public void abort() {
			this.aborted = true;
		}

		@Override
		public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
			throw new UnsupportedOperationException();
		}

		@Override
		public String getSubprotocol() {
			return "mqtt";
		}

		@Override
		public boolean isOutputClosed() {
			return false;
		}

		@Override
		public boolean isInputClosed() {
			return false;
		}

	}

}
