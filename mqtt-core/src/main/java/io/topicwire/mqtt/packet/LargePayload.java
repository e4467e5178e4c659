package io.topicwire.mqtt.packet;

/**
 * The payload of a large message, received into the array that the message gets, so that
 * it is not copied once more.
 */
final class LargePayload {

	// In packets that are smaller, to copy it takes less than a read for itself. From
	// 256 KiB on, half as much again is received in a second
	static final int LEAST_PACKET_SIZE = 64 * 1024;

	private final byte[] bytes;

	// How many bytes have come
	private int end;

	LargePayload(int length) {
		this.bytes = new byte[length];
	}

	byte[] bytes() {
		return this.bytes;
	}

	int end() {
		return this.end;
	}

	int missing() {
		return this.bytes.length - this.end;
	}

	void received(int count) {
		this.end += count;
	}

	// Takes what was received before it was known that the payload is large
	void take(byte[] source, int from, int to) {
		System.arraycopy(source, from, this.bytes, this.end, to - from);
		received(to - from);
	}

}
