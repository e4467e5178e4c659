package io.topicwire.mqtt.benchmarks.stub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Serves a client with one thread that reads as much as there is, looks at it where it
 * lies, and answers all of it with one write. No object is made for a message, and the
 * payload is not touched.
 */
final class StubConnection implements Runnable {

	private static final int SMALLEST_BUFFER = 8 * 1024;

	private static final int LARGEST_BUFFER = 256 * 1024;

	private static final byte[] ECHO = "echo/".getBytes(StandardCharsets.US_ASCII);

	private final Socket socket;

	private final Counters counters;

	// Small at first, because there may be thousands of connections
	private byte[] input = new byte[SMALLEST_BUFFER];

	private int inputLength;

	private boolean inputFull;

	// How much of a large payload is still to come, and what its end is answered with
	private int toSkip;

	private int acknowledgementAfterSkip;

	private int packetIdAfterSkip;

	// Whatever is read, the answer is not longer
	private byte[] output = new byte[SMALLEST_BUFFER];

	private int outputLength;

	private int version = 4;

	private int receiveMaximum = 1_000;

	private int published;

	private int acknowledged;

	private @Nullable Source source;

	StubConnection(Socket socket, Counters counters) {
		this.socket = socket;
		this.counters = counters;
	}

	@Override
	public void run() {
		try (this.socket) {
			this.socket.setTcpNoDelay(true);
			InputStream in = this.socket.getInputStream();
			OutputStream out = this.socket.getOutputStream();
			while (true) {
				int read = in.read(this.input, this.inputLength, this.input.length - this.inputLength);
				if (read < 0) {
					return;
				}
				this.inputLength += read;
				this.inputFull = this.inputLength == this.input.length;
				consume(parse(0));
				answer(out);
				grow();
			}
		}
		catch (IOException ex) {
			// The client has gone
		}
	}

	private void grow() {
		if (this.inputFull && this.input.length < LARGEST_BUFFER) {
			this.input = Arrays.copyOf(this.input, this.input.length * 2);
			this.output = new byte[this.input.length];
		}
	}

	private void consume(int length) {
		System.arraycopy(this.input, length, this.input, 0, this.inputLength - length);
		this.inputLength -= length;
	}

	private void answer(OutputStream out) throws IOException {
		if (this.outputLength > 0) {
			out.write(this.output, 0, this.outputLength);
			this.outputLength = 0;
		}
		if (this.published > 0 || this.acknowledged > 0) {
			if (this.source != null) {
				this.source.acknowledged(this.acknowledged);
			}
			this.counters.add(this.published, this.acknowledged);
			this.published = 0;
			this.acknowledged = 0;
		}
		if (this.source != null) {
			this.source.send();
		}
	}

	/**
	 * Return where the first packet begins that is not there as a whole.
	 */
	private int parse(int start) {
		int position = skip(start);
		while (this.toSkip == 0) {
			int at = position + 1;
			int length = 0;
			int shift = 0;
			int digit;
			do {
				if (at >= this.inputLength) {
					return position;
				}
				digit = this.input[at++];
				length |= (digit & 0x7F) << shift;
				shift += 7;
			}
			while (digit < 0);
			int first = this.input[position];
			int next = ((first & 0xF0) == 0x30) ? publish(first, at, length) : other(first, at, length);
			if (next < 0) {
				return position;
			}
			if (first >> 1 == 0x18 && isEcho(at)) {
				System.arraycopy(this.input, position, this.output, this.outputLength, next - position);
				this.outputLength += next - position;
			}
			position = next;
		}
		return position;
	}

	private int skip(int start) {
		int skipped = Math.min(this.toSkip, this.inputLength - start);
		this.toSkip -= skipped;
		if (skipped > 0 && this.toSkip == 0) {
			published(this.acknowledgementAfterSkip, this.packetIdAfterSkip);
		}
		return start + skipped;
	}

	private int publish(int first, int at, int length) {
		if (this.inputLength - at < 2) {
			return -1;
		}
		int afterTopic = at + 2 + unsigned16(at);
		int qos = first >> 1 & 3;
		if (this.inputLength < afterTopic + ((qos > 0) ? 2 : 0)) {
			return -1;
		}
		int acknowledgement = (qos > 0) ? 0x30 + (qos << 4) : 0;
		int packetId = (qos > 0) ? unsigned16(afterTopic) : 0;
		int end = at + length;
		if (end <= this.inputLength) {
			published(acknowledgement, packetId);
			return end;
		}
		if (length < LARGEST_BUFFER / 2) {
			return -1;
		}
		this.toSkip = end - this.inputLength;
		this.acknowledgementAfterSkip = acknowledgement;
		this.packetIdAfterSkip = packetId;
		return this.inputLength;
	}

	private void published(int acknowledgement, int packetId) {
		this.published++;
		if (acknowledgement != 0) {
			acknowledge(acknowledgement, packetId);
		}
	}

	private void acknowledge(int type, int packetId) {
		byte[] output = this.output;
		int at = this.outputLength;
		output[at] = (byte) type;
		output[at + 1] = 2;
		output[at + 2] = (byte) (packetId >> 8);
		output[at + 3] = (byte) packetId;
		this.outputLength = at + 4;
	}

	private boolean isEcho(int at) {
		return this.input[at + 2] == 'e'
				&& Arrays.equals(this.input, at + 2, at + 2 + ECHO.length, ECHO, 0, ECHO.length);
	}

	private int other(int first, int at, int length) {
		int end = at + length;
		if (end > this.inputLength) {
			return -1;
		}
		switch (first & 0xF0) {
			case 0x10 -> connect(at);
			case 0x40, 0x70 -> this.acknowledged++;
			case 0x50 -> acknowledge(0x62, unsigned16(at));
			case 0x60 -> acknowledge(0x70, unsigned16(at));
			case 0x80 -> subscribe(at, end);
			case 0xA0 -> unsubscribe(at, end);
			case 0xC0 -> write(0xD0, 0);
			default -> {
				// DISCONNECT: the client closes the connection by itself
			}
		}
		return end;
	}

	private void connect(int at) {
		this.version = this.input[at + 6];
		write(0x20, (this.version == 5) ? 3 : 2, 0, 0);
		if (this.version == 5) {
			write(0);
			readReceiveMaximum(at + 10);
		}
	}

	// Clients send no properties here but short numbers before it
	private void readReceiveMaximum(int at) {
		int end = at + 1 + this.input[at];
		int position = at + 1;
		while (position < end) {
			switch (this.input[position]) {
				case 0x11, 0x27 -> {
					position += 5;
				}
				case 0x22 -> {
					position += 3;
				}
				case 0x17, 0x19 -> {
					position += 2;
				}
				case 0x21 -> {
					this.receiveMaximum = Math.min(unsigned16(position + 1), this.receiveMaximum);
					position += 3;
				}
				default -> {
					position = end;
				}
			}
		}
	}

	private void subscribe(int at, int end) {
		int position = at + 2;
		if (this.version == 5) {
			position += 1 + this.input[position];
		}
		int firstFilter = position;
		int count = 0;
		while (position < end) {
			position += 3 + unsigned16(position);
			count++;
		}
		writeAnswer(0x90, at, count);
		for (position = firstFilter; position < end; position += 3 + unsigned16(position)) {
			int length = unsigned16(position);
			int qos = this.input[position + 2 + length] & 3;
			write(qos);
			String filter = new String(this.input, position + 2, length, StandardCharsets.UTF_8);
			if (Source.isAskedForBy(filter)) {
				this.source = Source.of(filter, this.receiveMaximum, this.version, outputStream());
			}
		}
	}

	private void unsubscribe(int at, int end) {
		int position = at + 2;
		if (this.version == 5) {
			position += 1 + this.input[position];
		}
		int count = 0;
		while (position < end) {
			position += 2 + unsigned16(position);
			count++;
		}
		writeAnswer(0xB0, at, (this.version == 5) ? count : 0);
		for (int i = 0; i < count && this.version == 5; i++) {
			write(0);
		}
	}

	private void writeAnswer(int first, int at, int reasonCodes) {
		int length = 2 + ((this.version == 5) ? 1 : 0) + reasonCodes;
		write(first);
		while (length > 127) {
			write(length & 0x7F | 0x80);
			length >>= 7;
		}
		write(length, this.input[at], this.input[at + 1]);
		if (this.version == 5) {
			write(0);
		}
	}

	private OutputStream outputStream() {
		try {
			return this.socket.getOutputStream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void write(int... bytes) {
		for (int value : bytes) {
			this.output[this.outputLength++] = (byte) value;
		}
	}

	private int unsigned16(int at) {
		return (this.input[at] & 0xFF) << 8 | this.input[at + 1] & 0xFF;
	}

}
