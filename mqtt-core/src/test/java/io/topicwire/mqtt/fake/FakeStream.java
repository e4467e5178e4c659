package io.topicwire.mqtt.fake;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a stream in memory.
 */
final class FakeStream implements ByteStream {

	private final Pipe toBroker = new Pipe();

	private final Pipe toClient = new Pipe();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final FakeBroker broker;

	private volatile @Nullable Thread lastWriter;

	FakeStream(FakeBroker broker) {
		this.broker = broker;
	}

	@Override
	public void open(Duration timeout) throws IOException {
		this.broker.open(this);
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		return this.toClient.read(buffer, offset, length, 1, TimeUnit.HOURS);
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		this.lastWriter = Thread.currentThread();
		this.toBroker.write(buffer, offset, length);
	}

	@Override
	public boolean isWritableByAnyThread() {
		return true;
	}

	@Override
	public void close() {
		this.toBroker.end();
		this.toBroker.block(false);
		this.toClient.close();
		this.closed.countDown();
	}

	@Nullable Thread lastWriter() {
		return this.lastWriter;
	}

	Pipe toBroker() {
		return this.toBroker;
	}

	Pipe toClient() {
		return this.toClient;
	}

	CountDownLatch closed() {
		return this.closed;
	}

}
