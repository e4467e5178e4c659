package io.topicwire.mqtt.packet;

/**
 * Bytes received and not read yet. Small as long as little arrives, because most
 * connections are idle most of the time; grows with the bytes that arrive, so that much
 * is read at once, and so that announcing a large packet costs the sender as much as it
 * costs the receiver; and shrinks again when there were only a few for a while.
 */
final class ReceiveBuffer {

	static final int INITIAL_CAPACITY = 256;

	// With more than this, reading more at once makes nothing faster
	static final int FULL_CAPACITY = 256 * 1024;

	private static final int GROWTH = 4;

	// What brings less than this part of the room brings little
	private static final int LITTLE_FRACTION = 16;

	private byte[] bytes = new byte[INITIAL_CAPACITY];

	private int start;

	private int end;

	// How many bytes to read at most
	private int allowance = Integer.MAX_VALUE;

	// Whether the last read left no room, so that there may have been more
	private boolean filled;

	// Whether the last read brought little
	private boolean little;

	private boolean rested;

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
		return Math.min(room(), this.allowance);
	}

	private int room() {
		return this.bytes.length - this.end;
	}

	void received(int count) {
		this.filled = count == room();
		if (count == this.allowance) {
			this.allowance = (count < FULL_CAPACITY) ? GROWTH * count : Integer.MAX_VALUE;
		}
		this.little = count < this.bytes.length / LITTLE_FRACTION;
		this.end += count;
	}

	// Whether the last read brought little
	boolean hasReceivedLittle() {
		return this.little;
	}

	// Gives up some of the room with the next read if the last one brought little
	void rested() {
		this.rested = this.little;
	}

	void consume(int count) {
		this.start += count;
		if (this.start == this.end) {
			this.start = 0;
			this.end = 0;
		}
	}

	// Whether so much has come of a packet that the memory for all of it is worth it
	boolean isWorth(int size) {
		return available() >= size / GROWTH;
	}

	// Gives up the last bytes, which belong to a large payload. The next packet may have
	// one as well, of which not much more than necessary shall come in here
	void cut(int end, int packetSize) {
		this.end = end;
		this.filled = false;
		this.allowance = packetSize / GROWTH;
	}

	// Makes room for one more byte at least, given how many bytes the packet at the start
	// needs in all
	void prepare(int needed) {
		int capacity = this.bytes.length;
		int suitable = suitableCapacity(needed);
		this.rested = false;
		if (suitable != capacity) {
			moveTo(new byte[suitable]);
		}
		else if (this.start > 0 && (needed > capacity - this.start || room() < capacity / 4)) {
			moveTo(this.bytes);
		}
		if (free() == 0) {
			throw new IllegalStateException("The buffer is full of packets: take them before receiving more");
		}
	}

	private int suitableCapacity(int needed) {
		int capacity = this.bytes.length;
		int contents = Math.max(needed, available());
		boolean ready = available() < capacity || needed > capacity;
		if (this.filled && ready && capacity < FULL_CAPACITY) {
			return GROWTH * capacity;
		}
		if (needed > capacity && available() == capacity) {
			return (int) Math.min(needed, 2L * capacity);
		}
		if (capacity > FULL_CAPACITY && contents <= FULL_CAPACITY / 2) {
			return FULL_CAPACITY;
		}
		if (this.rested && capacity > INITIAL_CAPACITY && contents < capacity / GROWTH) {
			return Math.max(INITIAL_CAPACITY, capacity / GROWTH);
		}
		return capacity;
	}

	private void moveTo(byte[] target) {
		int count = available();
		System.arraycopy(this.bytes, this.start, target, 0, count);
		this.bytes = target;
		this.filled = false;
		this.start = 0;
		this.end = count;
	}

}
