package io.topicwire.mqtt.fault;

import java.io.ByteArrayOutputStream;
import java.util.function.BiConsumer;

import io.topicwire.mqtt.packet.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the packets in the bytes of one direction, whatever pieces they come in. From the
 * first bytes on that cannot be MQTT, all bytes are handed on as they come.
 */
final class PacketSplitter {

	private static final int LONGEST_HEADER = 5;

	private static final PacketType[] TYPES = PacketType.values();

	private final BiConsumer<@Nullable PacketType, byte[]> packets;

	private final ByteArrayOutputStream packet = new ByteArrayOutputStream();

	private int remaining;

	private boolean headerComplete;

	private boolean foreign;

	/**
	 * Create a splitter.
	 * @param packets takes each packet with its type
	 */
	PacketSplitter(BiConsumer<@Nullable PacketType, byte[]> packets) {
		this.packets = packets;
	}

	void offer(byte[] buffer, int offset, int length) {
		int position = offset;
		int end = offset + length;
		while (position < end) {
			if (this.foreign) {
				this.packet.write(buffer, position, end - position);
				flush();
				return;
			}
			if (!this.headerComplete) {
				header(buffer[position]);
				position++;
			}
			else {
				int count = Math.min(this.remaining, end - position);
				this.packet.write(buffer, position, count);
				this.remaining -= count;
				position += count;
			}
			if (this.headerComplete && this.remaining == 0) {
				complete();
			}
		}
	}

	private void header(byte value) {
		int index = this.packet.size();
		this.packet.write(value);
		if (index == 0) {
			this.foreign = (value & 0xF0) == 0;
			return;
		}
		this.remaining |= (value & 0x7F) << 7 * (index - 1);
		this.headerComplete = value >= 0;
		this.foreign = !this.headerComplete && index == LONGEST_HEADER - 1;
	}

	private void complete() {
		byte[] bytes = this.packet.toByteArray();
		this.packet.reset();
		this.headerComplete = false;
		this.remaining = 0;
		this.packets.accept(TYPES[((bytes[0] & 0xF0) >> 4) - 1], bytes);
	}

	/**
	 * Hand on what has come of a packet that will not be completed.
	 */
	void flush() {
		if (this.packet.size() > 0) {
			byte[] bytes = this.packet.toByteArray();
			this.packet.reset();
			this.packets.accept(null, bytes);
		}
	}

}
