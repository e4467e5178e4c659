package io.topicwire.mqtt.packet;

/**
 * Bytes received and not read yet. Grows with the bytes that arrive, so that announcing a
 * large packet costs the sender as much as it costs the receiver.
 */
final class ReceiveBuffer {

	static final int INITIAL_CAPACITY = 16 * 1024;

	// More than this is given back once a large packet was read
	static final int RETAINED_CAPACITY = 256 * 1024;

	private byte[] bytes = new byte[INITIAL_CAPACITY];

	private int start;

	private int end;

	byte[] bytes() {
		return this.bytes;
	}

	int start() {
		return this.start;
	}

	int end() {
		return this.end;
	}

	int available() {
		return this.end - this.start;
	}

	int free() {
		return this.bytes.length - this.end;
	}

	void received(int count) {
		if (count < 0 || count > free()) {
			throw new IllegalArgumentException(
					"Number of bytes received must be from 0 to %d but was %d".formatted(free(), count));
		}
		this.end += count;
	}

	void consume(int count) {
		this.start += count;
		if (this.start == this.end) {
			this.start = 0;
			this.end = 0;
		}
	}

	// Makes room for one more byte at least, given how many bytes the packet at the start
	// needs in all
	void prepare(int needed) {
		int capacity = this.bytes.length;
		if (capacity > RETAINED_CAPACITY && Math.max(needed, available()) < INITIAL_CAPACITY) {
			moveTo(new byte[INITIAL_CAPACITY]);
		}
		else if (needed > capacity && available() == capacity) {
			moveTo(new byte[(int) Math.min(needed, 2L * capacity)]);
		}
		else if (this.start > 0 && (needed > capacity - this.start || free() < capacity / 4)) {
			moveTo(this.bytes);
		}
		if (free() == 0) {
			throw new IllegalStateException("The buffer is full of packets: take them before receiving more");
		}
	}

	private void moveTo(byte[] target) {
		int count = available();
		System.arraycopy(this.bytes, this.start, target, 0, count);
		this.bytes = target;
		this.start = 0;
		this.end = count;
	}

}
