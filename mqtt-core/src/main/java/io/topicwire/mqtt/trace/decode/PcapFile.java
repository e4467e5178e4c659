package io.topicwire.mqtt.trace.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Reads a file of the older format pcap (IETF draft-ietf-opsawg-pcap).
 */
final class PcapFile {

	private static final int MICROSECONDS = 0xA1B2C3D4;

	private static final int NANOSECONDS = 0xA1B23C4D;

	private static final int HEADER_SIZE = 24;

	private static final int RECORD_HEADER_SIZE = 16;

	private static final int MAXIMUM_FRAME = 16 * 1024 * 1024;

	private final InputStream input;

	PcapFile(InputStream input) {
		this.input = input;
	}

	static boolean isMagic(byte[] magic) {
		if (magic.length < Integer.BYTES) {
			return false;
		}
		int number = ByteBuffer.wrap(magic).getInt();
		return isMagic(number) || isMagic(Integer.reverseBytes(number));
	}

	private static boolean isMagic(int number) {
		return number == MICROSECONDS || number == NANOSECONDS;
	}

	/**
	 * Read all frames.
	 * @throws IOException if the file is cut off or damaged
	 */
	void read(Consumer<CapturedFrame> consumer) throws IOException {
		ByteBuffer header = read(HEADER_SIZE);
		if (!isMagic(header.getInt(0))) {
			header.order(ByteOrder.LITTLE_ENDIAN);
		}
		int nanosPerTick = (header.getInt(0) == NANOSECONDS) ? 1 : 1_000;
		int linkType = header.getInt(20) & 0xFFFF;
		for (byte[] head = this.input.readNBytes(RECORD_HEADER_SIZE); head.length > 0; head = this.input
			.readNBytes(RECORD_HEADER_SIZE)) {
			if (head.length < RECORD_HEADER_SIZE) {
				throw new IOException("the pcap file is cut off");
			}
			ByteBuffer fields = ByteBuffer.wrap(head).order(header.order());
			Instant time = Instant.ofEpochSecond(fields.getInt() & 0xFFFFFFFFL,
					(fields.getInt() & 0xFFFFFFFFL) * nanosPerTick);
			int length = fields.getInt();
			if (length < 0 || length > MAXIMUM_FRAME) {
				throw new IOException("a frame of the pcap file has a length of " + Integer.toUnsignedString(length)
						+ " bytes, at most " + MAXIMUM_FRAME + " are possible");
			}
			consumer.accept(new CapturedFrame(linkType, time, read(length).array()));
		}
	}

	private ByteBuffer read(int count) throws IOException {
		byte[] bytes = this.input.readNBytes(count);
		if (bytes.length < count) {
			throw new IOException("the pcap file is cut off");
		}
		return ByteBuffer.wrap(bytes);
	}

}
