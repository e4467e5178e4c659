package io.topicwire.mqtt.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes at a time.
 */
final class Words {

	static final int SIZE = Long.BYTES;

	private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;

	private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private Words() {
	}

	static long at(byte[] source, int position) {
		return (long) LONGS.get(source, position);
	}

	// Whether each of the bytes is a character of ASCII other than U+0000: only a zero
	// sets the highest bit when one is subtracted from bytes that do not have it
	static boolean isText(long word) {
		return ((word | (word - LOWEST_BITS)) & HIGHEST_BITS) == 0;
	}

}
