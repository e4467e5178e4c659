package io.topicwire.mqtt.packet;

/**
 * Numbers of one to four bytes with seven bits each, the lowest first (MQTT 5.0, section
 * 1.5.5; 3.1.1, section 2.2.3).
 */
final class VariableInt {

	static final int MAX_VALUE = 0xFFFFFFF;

	static final int MAX_SIZE = 4;

	// What read returns when there are too few bytes
	static final int INCOMPLETE = -1;

	// What read returns when there are more than four bytes
	static final int TOO_LONG = -2;

	// What read returns when fewer bytes would do
	static final int NOT_MINIMAL = -3;

	private VariableInt() {
	}

	static int size(int value) {
		return (value < 1 << 7) ? 1 : (value < 1 << 14) ? 2 : (value < 1 << 21) ? 3 : 4;
	}

	static int read(byte[] source, int position, int limit) {
		int value = 0;
		for (int i = 0; i < MAX_SIZE; i++) {
			if (position + i >= limit) {
				return INCOMPLETE;
			}
			int current = source[position + i];
			value |= (current & 0x7F) << 7 * i;
			if (current >= 0) {
				return (current == 0 && i > 0) ? NOT_MINIMAL : value;
			}
		}
		return TOO_LONG;
	}

	static String problemOf(int failure) {
		return switch (failure) {
			case TOO_LONG -> "has more than four bytes";
			case NOT_MINIMAL -> "is not encoded in the fewest bytes";
			default -> "is cut short";
		};
	}

	static void write(int value, byte[] target, int from) {
		int position = from;
		int rest = value;
		while (rest > 0x7F) {
			target[position++] = (byte) (0x80 | rest & 0x7F);
			rest >>>= 7;
		}
		target[position] = (byte) rest;
	}

}
