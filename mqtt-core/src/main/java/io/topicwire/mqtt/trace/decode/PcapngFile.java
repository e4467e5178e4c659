package io.topicwire.mqtt.trace.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Reads a pcapng file (IETF draft-ietf-opsawg-pcapng).
 */
final class PcapngFile {

	private static final int SECTION_HEADER = 0x0A0D0D0A;

	private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

	private static final int INTERFACE_DESCRIPTION = 1;

	private static final int SIMPLE_PACKET = 3;

	private static final int ENHANCED_PACKET = 6;

	private static final int OPTION_TIMESTAMP_RESOLUTION = 9;

	private static final int BLOCK_OVERHEAD = 12;

	private static final int MAXIMUM_BLOCK = 16 * 1024 * 1024;

	private final InputStream input;

	private final List<Interface> interfaces = new ArrayList<>();

	private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

	PcapngFile(InputStream input) {
		this.input = input;
	}

	static boolean isMagic(byte[] magic) {
		return magic.length == Integer.BYTES && ByteBuffer.wrap(magic).getInt() == SECTION_HEADER;
	}

	/**
	 * Read all frames.
	 * @throws IOException if the file is cut off or is no pcapng file after all
	 */
	void read(Consumer<CapturedFrame> consumer) throws IOException {
		for (byte[] head = this.input.readNBytes(8); head.length > 0; head = this.input.readNBytes(8)) {
			if (head.length < 8) {
				throw new IOException("the pcapng file is cut off");
			}
			// This number reads the same in both directions
			if (ByteBuffer.wrap(head).getInt() == SECTION_HEADER) {
				beginSection(head);
			}
			else {
				ByteBuffer block = ByteBuffer.wrap(head).order(this.order);
				int type = block.getInt();
				CapturedFrame frame = readBlock(type, body(block.getInt(), 0));
				if (frame != null) {
					consumer.accept(frame);
				}
			}
		}
	}

	private void beginSection(byte[] head) throws IOException {
		byte[] magic = this.input.readNBytes(Integer.BYTES);
		if (magic.length < Integer.BYTES) {
			throw new IOException("the pcapng file is cut off");
		}
		this.order = (ByteBuffer.wrap(magic).getInt() == BYTE_ORDER_MAGIC) ? ByteOrder.BIG_ENDIAN
				: ByteOrder.LITTLE_ENDIAN;
		if (ByteBuffer.wrap(magic).order(this.order).getInt() != BYTE_ORDER_MAGIC) {
			throw new IOException("the section header of the pcapng file is damaged");
		}
		this.interfaces.clear();
		body(ByteBuffer.wrap(head).order(this.order).getInt(4), magic.length);
	}

	private ByteBuffer body(int length, int read) throws IOException {
		if (length < BLOCK_OVERHEAD + read || length > MAXIMUM_BLOCK) {
			throw new IOException("a block of the pcapng file has a length of " + Integer.toUnsignedString(length)
					+ " bytes, from 12 to " + MAXIMUM_BLOCK + " are possible");
		}
		int count = length - 8 - read;
		byte[] body = this.input.readNBytes(count);
		if (body.length < count) {
			throw new IOException("the pcapng file is cut off");
		}
		return ByteBuffer.wrap(body, 0, count - Integer.BYTES).order(this.order);
	}

	private @Nullable CapturedFrame readBlock(int type, ByteBuffer body) throws IOException {
		try {
			switch (type) {
				case INTERFACE_DESCRIPTION -> this.interfaces.add(Interface.read(body));
				case ENHANCED_PACKET -> {
					Interface captured = captured(body.getInt());
					long ticks = (long) body.getInt() << 32 | body.getInt() & 0xFFFFFFFFL;
					int length = body.getInt();
					body.getInt();
					return new CapturedFrame(captured.linkType(), captured.time(ticks), bytes(length, body));
				}
				case SIMPLE_PACKET -> {
					// Padded, because its length is only known without what was not
					// captured
					int length = Math.min(body.getInt(), body.remaining());
					return new CapturedFrame(captured(0).linkType(), Instant.EPOCH, bytes(length, body));
				}
				default -> {
					// Names, statistics and the like
				}
			}
			return null;
		}
		catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException | DateTimeException
				| ArithmeticException ex) {
			throw new IOException("a block of the pcapng file is damaged", ex);
		}
	}

	private Interface captured(int index) throws IOException {
		if (index < 0 || index >= this.interfaces.size()) {
			throw new IOException("the pcapng file does not describe interface " + index);
		}
		return this.interfaces.get(index);
	}

	private static byte[] bytes(int length, ByteBuffer body) throws IOException {
		if (length < 0 || length > body.remaining()) {
			throw new IOException("a block of the pcapng file is damaged");
		}
		byte[] bytes = new byte[length];
		body.get(bytes);
		return bytes;
	}

	/**
	 * What a file says about an interface.
	 *
	 * @param linkType what frames begin with
	 * @param ticks how often the clock ticks in a second
	 */
	private record Interface(int linkType, double ticks) {

		static Interface read(ByteBuffer body) {
			int linkType = body.getShort() & 0xFFFF;
			body.position(8);
			double ticks = 1e6;
			while (body.remaining() >= 4) {
				int code = body.getShort() & 0xFFFF;
				int length = body.getShort() & 0xFFFF;
				if (code == OPTION_TIMESTAMP_RESOLUTION && length == 1) {
					int resolution = body.get(body.position());
					ticks = Math.pow((resolution < 0) ? 2 : 10, resolution & 0x7F);
				}
				body.position(body.position() + (length + 3) / 4 * 4);
			}
			return new Interface(linkType, ticks);
		}

		Instant time(long count) {
			if (this.ticks == 1e9) {
				return Instant.ofEpochSecond(count / 1_000_000_000, count % 1_000_000_000);
			}
			long second = (long) (count / this.ticks);
			return Instant.ofEpochSecond(second, (long) ((count - second * this.ticks) / this.ticks * 1e9));
		}

	}

}
