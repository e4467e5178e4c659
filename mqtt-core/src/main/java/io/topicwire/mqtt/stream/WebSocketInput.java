package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stream of bytes of what comes through a WebSocket, wherever its frames and
 * messages begin and end. Holds one piece at a time, and asks for the next one when that
 * is read.
 */
final class WebSocketInput implements WebSocket.Listener {

	private static final int GOING_AWAY = 1001;

	private static final int CLOSED_WITHOUT_A_WORD = 1006;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private @Nullable Piece piece;

	private boolean ended;

	private @Nullable IOException failure;

	@Override
	public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		Piece piece = new Piece(webSocket, data, new CompletableFuture<>());
		if (!data.hasRemaining()) {
			piece.done();
			return piece.consumed();
		}
		update(() -> this.piece = piece);
		// The buffer is the platform's again when this is completed
		return piece.consumed();
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		fail(new IOException("the server sent a text frame, but MQTT travels in binary frames only"));
		webSocket.abort();
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		if (statusCode == WebSocket.NORMAL_CLOSURE || statusCode == GOING_AWAY || statusCode == CLOSED_WITHOUT_A_WORD) {
			update(() -> this.ended = true);
		}
		else {
			fail(new IOException("the server closed the WebSocket with status " + statusCode
					+ (reason.isEmpty() ? "" : ": " + SafeText.remark(reason))));
		}
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		fail(WebSocketFailure.describe(error));
	}

	/**
	 * Let all reading fail from now on, unless it fails already.
	 */
	void fail(IOException failure) {
		update(() -> this.failure = (this.failure != null) ? this.failure : failure);
	}

	int read(byte[] buffer, int offset, int length) throws IOException {
		Piece finished = null;
		int count;
		this.lock.lock();
		try {
			while (this.piece == null && this.failure == null && !this.ended) {
				this.changed.await();
			}
			if (this.failure != null) {
				throw new IOException(this.failure.getMessage(), this.failure);
			}
			Piece piece = this.piece;
			if (piece == null) {
				return -1;
			}
			count = Math.min(length, piece.data().remaining());
			piece.data().get(buffer, offset, count);
			if (!piece.data().hasRemaining()) {
				this.piece = null;
				finished = piece;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while reading");
		}
		finally {
			this.lock.unlock();
		}
		if (finished != null) {
			// The next piece may come on this thread
			finished.done();
		}
		return count;
	}

	private void update(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was received in one piece.
	 */
	private record Piece(WebSocket webSocket, ByteBuffer data, CompletableFuture<@Nullable Void> consumed) {

		void done() {
			this.consumed.complete(null);
			this.webSocket.request(1);
		}

	}

}
