package io.topicwire.mqtt.trace.decode;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.BiConsumer;

import io.topicwire.mqtt.trace.PacketDirection;

/**
 * Packets of which nobody has said which way they went: their type decides. Those that
 * both sides may send are taken for what a client sends that publishes.
 */
final class UnmarkedPackets {

	// CONNACK, PUBACK, PUBREC, PUBCOMP, SUBACK, UNSUBACK and PINGRESP
	private static final int TYPES_OF_SERVER = 1 << 2 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 9 | 1 << 11 | 1 << 13;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final BiConsumer<PacketDirection, byte[]> consumer;

	UnmarkedPackets(BiConsumer<PacketDirection, byte[]> consumer) {
		this.consumer = consumer;
	}

	void add(byte[] more) {
		this.bytes.writeBytes(more);
	}

	/**
	 * Hand over what was added, the last packet even if it is not complete.
	 */
	void finish() {
		byte[] all = this.bytes.toByteArray();
		this.bytes.reset();
		int position = 0;
		while (position < all.length) {
			int end = (int) Math.min(all.length, position + size(all, position));
			int type = all[position] >> 4 & 0x0F;
			this.consumer.accept(((TYPES_OF_SERVER & 1 << type) != 0) ? PacketDirection.RECEIVED : PacketDirection.SENT,
					Arrays.copyOfRange(all, position, end));
			position = end;
		}
	}

	private static long size(byte[] bytes, int start) {
		long length = 0;
		for (int i = 1; i <= 4 && start + i < bytes.length; i++) {
			length |= (long) (bytes[start + i] & 0x7F) << 7 * (i - 1);
			if (bytes[start + i] >= 0) {
				return 1 + i + length;
			}
		}
		// Cut off or malformed, so that nobody knows where the next one begins
		return bytes.length;
	}

}
