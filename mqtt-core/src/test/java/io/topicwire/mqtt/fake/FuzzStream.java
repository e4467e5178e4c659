package io.topicwire.mqtt.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.topicwire.mqtt.stream.ByteStream;

/**
 * The client's end of a stream in memory whose other end takes everything and says
 * whatever it is told to.
 */
public final class FuzzStream implements ByteStream {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	private final Deque<byte[]> toClient = new ArrayDeque<>();

	private boolean ended;

	private boolean closed;

	@Override
	public void open(Duration timeout) throws IOException {
		write(new byte[0], 0, 0);
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		this.lock.lock();
		try {
			while (this.toClient.isEmpty() && !this.ended && !this.closed) {
				this.changed.await();
			}
			if (this.closed) {
				throw new IOException("stream closed");
			}
			byte[] chunk = this.toClient.poll();
			if (chunk == null) {
				return -1;
			}
			int count = Math.min(length, chunk.length);
			System.arraycopy(chunk, 0, buffer, offset, count);
			if (count < chunk.length) {
				this.toClient.addFirst(Arrays.copyOfRange(chunk, count, chunk.length));
			}
			return count;
		}
		catch (InterruptedException ex) {
			throw new IOException("interrupted", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		this.lock.lock();
		try {
			if (this.ended || this.closed) {
				throw new IOException("stream closed");
			}
			this.written.write(buffer, offset, length);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		change(() -> this.closed = true);
	}

	/**
	 * Send bytes to the client.
	 * @param bytes the bytes
	 */
	public void send(byte[] bytes) {
		change(() -> {
			if (bytes.length > 0 && !this.ended) {
				this.toClient.add(bytes);
			}
		});
	}

	/**
	 * End the stream from the broker's side.
	 */
	public void end() {
		change(() -> this.ended = true);
	}

	/**
	 * Return whether the client has read everything, or will not.
	 * @return whether nothing is left to be read
	 */
	public boolean isDrained() {
		return locked(() -> this.closed || this.toClient.isEmpty());
	}

	/**
	 * Return whether the client has closed the stream.
	 * @return whether it is closed
	 */
	public boolean isClosed() {
		return locked(() -> this.closed);
	}

	/**
	 * Return what the client has written.
	 * @return the bytes
	 */
	public byte[] written() {
		return locked(this.written::toByteArray);
	}

	private void change(Runnable action) {
		locked(() -> {
			action.run();
			this.changed.signalAll();
			return true;
		});
	}

	private <T> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
