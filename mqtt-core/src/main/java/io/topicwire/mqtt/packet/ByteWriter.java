package io.topicwire.mqtt.packet;

import java.util.Arrays;

import io.topicwire.mqtt.Utf8String;

/**
 * Puts the fields of packets into a growing byte array. Methods that can refuse a value
 * are given the name of the field to report.
 */
final class ByteWriter {

	// Enough for what an idle connection sends
	static final int INITIAL_CAPACITY = 256;

	// More than this is given back when the bytes were sent
	static final int RETAINED_CAPACITY = 256 * 1024;

	// What leaves most of the room free is little, and so often in a row means that there
	// will not be much
	private static final int LITTLE_FRACTION = 16;

	private static final int LITTLE_TIMES = 16;

	private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

	private byte[] target = new byte[INITIAL_CAPACITY];

	private int position;

	// How often in a row there was little
	private int little;

	private PacketType packetType = PacketType.CONNECT;

	byte[] array() {
		return this.target;
	}

	int position() {
		return this.position;
	}

	void truncate(int position) {
		this.position = position;
	}

	void clear() {
		int capacity = this.target.length;
		this.little = (this.position < capacity / LITTLE_FRACTION) ? this.little + 1 : 0;
		this.position = 0;
		if (capacity > RETAINED_CAPACITY) {
			this.target = new byte[INITIAL_CAPACITY];
		}
		else if (this.little >= LITTLE_TIMES && capacity > INITIAL_CAPACITY) {
			this.little = 0;
			this.target = new byte[Math.max(INITIAL_CAPACITY, capacity / 4)];
		}
	}

	void begin(PacketType packetType, int flags) {
		this.packetType = packetType;
		oneByte(packetType.code() << 4 | flags);
	}

	void oneByte(int value) {
		int at = advance(1);
		this.target[at] = (byte) value;
	}

	void twoBytes(int value, String field) {
		if (value < 0 || value > 0xFFFF) {
			throw invalid(field, "must be from 0 to 65535 but was " + value);
		}
		int at = advance(2);
		this.target[at] = (byte) (value >> 8);
		this.target[at + 1] = (byte) value;
	}

	void fourBytes(long value) {
		int at = advance(4);
		this.target[at] = (byte) (value >> 24);
		this.target[at + 1] = (byte) (value >> 16);
		this.target[at + 2] = (byte) (value >> 8);
		this.target[at + 3] = (byte) value;
	}

	void variableInt(int value) {
		int at = advance(VariableInt.size(value));
		VariableInt.write(value, this.target, at);
	}

	void string(String value, String field) {
		int start = this.position;
		if (value.length() <= Utf8String.MAX_LENGTH) {
			twoBytes(value.length(), field);
			int at = advance(value.length());
			if (Utf8.encodeAscii(value, this.target, at)) {
				return;
			}
			this.position = start;
		}
		int length = Utf8String.length(value, describe(field));
		twoBytes(length, field);
		int at = advance(length);
		Utf8.encode(value, this.target, at);
	}

	void binary(byte[] value, String field) {
		if (value.length > 0xFFFF) {
			throw invalid(field, "must have at most 65535 bytes but has " + value.length);
		}
		twoBytes(value.length, field);
		bytes(value);
	}

	void bytes(byte[] value) {
		int at = advance(value.length);
		System.arraycopy(value, 0, this.target, at, value.length);
	}

	void packetIdentifier(int packetIdentifier) {
		if (packetIdentifier < 1 || packetIdentifier > 0xFFFF) {
			throw invalid("packet identifier", "must be from 1 to 65535 but was " + packetIdentifier);
		}
		twoBytes(packetIdentifier, "packet identifier");
	}

	// Leaves room for a length that is not known yet but at least the expected one
	int openLength(int expected) {
		return advance(VariableInt.size(expected)) + VariableInt.size(expected);
	}

	// The length of what was written since, and of what follows outside
	void closeLength(int start, int expected, int following) {
		int written = this.position - start;
		int length = written + following;
		int shift = VariableInt.size(length) - VariableInt.size(expected);
		if (shift > 0) {
			advance(shift);
			System.arraycopy(this.target, start, this.target, start + shift, written);
		}
		VariableInt.write(length, this.target, start - VariableInt.size(expected));
	}

	IllegalArgumentException invalid(String field, String problem) {
		return new IllegalArgumentException(describe(field) + " " + problem);
	}

	private String describe(String field) {
		return "Cannot write " + this.packetType + ": " + field;
	}

	// May exchange the array: call this before looking at it
	private int advance(int count) {
		int at = this.position;
		if (count > this.target.length - at) {
			grow((long) at + count);
		}
		this.position = at + count;
		return at;
	}

	private void grow(long needed) {
		if (needed > MAX_CAPACITY) {
			throw new IllegalStateException("More than 2 GiB of packets collected: send and clear them in between");
		}
		long doubled = Math.min(2L * this.target.length, MAX_CAPACITY);
		this.target = Arrays.copyOf(this.target, (int) Math.max(needed, doubled));
	}

}
