package io.topicwire.mqtt.fake;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way in one direction.
 */
final class Pipe {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<byte[]> chunks = new ArrayDeque<>();

	private boolean ended;

	private boolean closed;

	private boolean blocked;

	private boolean writerWaits;

	private boolean readerWaits;

	void write(byte[] buffer, int offset, int length) throws IOException {
		this.lock.lock();
		try {
			while (this.blocked && !this.closed) {
				this.writerWaits = true;
				this.changed.signalAll();
				this.changed.awaitUninterruptibly();
			}
			if (this.closed || this.ended) {
				throw new IOException("stream closed");
			}
			this.chunks.add(Arrays.copyOfRange(buffer, offset, offset + length));
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Read what is there.
	 * @return the number of bytes, -1 at the end, or 0 if nothing came in time
	 */
	int read(byte[] buffer, int offset, int length, long timeout, TimeUnit unit) throws IOException {
		this.lock.lock();
		try {
			long nanos = unit.toNanos(timeout);
			while (this.chunks.isEmpty() && !this.ended && !this.closed && nanos > 0) {
				this.readerWaits = true;
				this.changed.signalAll();
				nanos = this.changed.awaitNanos(nanos);
			}
			this.readerWaits = false;
			if (this.closed) {
				throw new IOException("stream closed");
			}
			byte[] chunk = this.chunks.poll();
			if (chunk == null) {
				return this.ended ? -1 : 0;
			}
			int count = Math.min(length, chunk.length);
			System.arraycopy(chunk, 0, buffer, offset, count);
			if (count < chunk.length) {
				this.chunks.addFirst(Arrays.copyOfRange(chunk, count, chunk.length));
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

	/**
	 * Let the reader find the end after what was written.
	 */
	void end() {
		update(() -> this.ended = true);
	}

	/**
	 * Fail both ends.
	 */
	void close() {
		update(() -> this.closed = true);
	}

	/**
	 * Let writers wait, as if the other side did not read.
	 */
	void block(boolean blocked) {
		update(() -> this.blocked = blocked);
	}

	/**
	 * Wait until a writer is held up.
	 * @return whether one came in time
	 */
	boolean awaitBlockedWriter(long timeout, TimeUnit unit) throws InterruptedException {
		this.lock.lock();
		try {
			long nanos = unit.toNanos(timeout);
			while (!this.writerWaits && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return this.writerWaits;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until the reader has taken everything and wants more.
	 * @return whether it did so in time
	 */
	boolean awaitWaitingReader(long timeout, TimeUnit unit) throws InterruptedException {
		this.lock.lock();
		try {
			long nanos = unit.toNanos(timeout);
			while ((!this.readerWaits || !this.chunks.isEmpty()) && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return nanos > 0;
		}
		finally {
			this.lock.unlock();
		}
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

}
