package io.topicwire.mqtt.client;

import java.util.Arrays;
import java.util.List;

/**
 * Takes decisions from the bytes of an input, all zero when they are used up.
 */
final class FuzzInput {

	private final byte[] bytes;

	private int position;

	FuzzInput(byte[] bytes) {
		this.bytes = bytes;
	}

	boolean hasMore() {
		return this.position < this.bytes.length;
	}

	int next() {
		return hasMore() ? this.bytes[this.position++] & 0xFF : 0;
	}

	boolean flag() {
		return (next() & 1) != 0;
	}

	<T> T oneOf(List<T> values) {
		return values.get(next() % values.size());
	}

	byte[] bytes(int count) {
		int from = this.position;
		this.position = Math.min(from + count, this.bytes.length);
		return Arrays.copyOfRange(this.bytes, from, this.position);
	}

}
