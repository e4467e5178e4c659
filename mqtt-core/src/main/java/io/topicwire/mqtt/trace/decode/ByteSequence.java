package io.topicwire.mqtt.trace.decode;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The bytes of one direction of a TCP connection: puts segments in order, and leaves out
 * what was sent twice.
 */
final class ByteSequence {

	// Then what is still missing is given up
	private static final int MAXIMUM_WAITING_BYTES = 16 * 1024 * 1024;

	private final TreeMap<Long, byte[]> waiting = new TreeMap<>();

	private final Consumer<byte[]> consumer;

	private final LongConsumer missing;

	private int waitingBytes;

	private boolean begun;

	// Number of the next byte, counted without going round as sequence numbers do
	private long next;

	private int nextSequence;

	/**
	 * Create a sequence that begins with the first segment.
	 * @param consumer is given the bytes in their order
	 * @param missing is told how many bytes are missing before the next ones
	 */
	ByteSequence(Consumer<byte[]> consumer, LongConsumer missing) {
		this.consumer = consumer;
		this.missing = missing;
	}

	void add(TcpSegment segment) {
		int sequence = segment.sequence() + (segment.begins() ? 1 : 0);
		if (!this.begun) {
			this.begun = true;
			this.nextSequence = sequence;
		}
		long position = this.next + (sequence - this.nextSequence);
		byte[] data = segment.data();
		if (data.length == 0) {
			return;
		}
		if (position > this.next) {
			keep(position, data);
			return;
		}
		take(position, data);
		takeWaiting();
	}

	private void keep(long position, byte[] data) {
		byte[] known = this.waiting.get(position);
		if (known == null || known.length < data.length) {
			this.waiting.put(position, data);
			this.waitingBytes += data.length - ((known != null) ? known.length : 0);
		}
		while (this.waitingBytes > MAXIMUM_WAITING_BYTES) {
			skipMissing();
		}
	}

	private void take(long position, byte[] data) {
		int known = (int) Math.min(data.length, this.next - position);
		if (known < data.length) {
			this.next += data.length - known;
			this.nextSequence += data.length - known;
			this.consumer.accept(Arrays.copyOfRange(data, known, data.length));
		}
	}

	private void takeWaiting() {
		while (!this.waiting.isEmpty() && this.waiting.firstKey() <= this.next) {
			Map.Entry<Long, byte[]> first = this.waiting.pollFirstEntry();
			this.waitingBytes -= first.getValue().length;
			take(first.getKey(), first.getValue());
		}
	}

	private void skipMissing() {
		long count = this.waiting.firstKey() - this.next;
		this.missing.accept(count);
		this.next += count;
		this.nextSequence += (int) count;
		takeWaiting();
	}

	/**
	 * Take what waits for bytes that will not come.
	 */
	void finish() {
		while (!this.waiting.isEmpty()) {
			skipMissing();
		}
	}

}
