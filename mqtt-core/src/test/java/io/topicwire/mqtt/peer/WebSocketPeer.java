package io.topicwire.mqtt.peer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The server's end of a WebSocket, down to its frames (RFC 6455).
 */
public final class WebSocketPeer {

	/** Continues the message of the frame before. */
	public static final int CONTINUATION = 0x0;

	/** Begins a message of text. */
	public static final int TEXT = 0x1;

	/** Begins a message of bytes. */
	public static final int BINARY = 0x2;

	/** Ends the WebSocket. */
	public static final int CLOSE = 0x8;

	/** Wants a pong. */
	public static final int PING = 0x9;

	/** Answers a ping. */
	public static final int PONG = 0xA;

	private final InputStream input;

	private final OutputStream output;

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private String requestLine = "";

	WebSocketPeer(InputStream input, OutputStream output) {
		this.input = input;
		this.output = output;
	}

	/**
	 * Read the request of the client and answer it.
	 * @param answer changes the answer, which accepts the WebSocket with the subprotocol
	 * mqtt
	 */
	void upgrade(UnaryOperator<String> answer) throws IOException {
		String[] lines = readHead().split("\r\n");
		this.requestLine = lines[0];
		for (int i = 1; i < lines.length; i++) {
			String[] header = lines[i].split(": *", 2);
			this.headers.put(header[0], header[1]);
		}
		String accepted = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + hash(this.headers.get("Sec-WebSocket-Key"))
				+ "\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n";
		this.output.write(answer.apply(accepted).getBytes(StandardCharsets.US_ASCII));
	}

	private String readHead() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			head.write(readByte());
		}
		return head.toString(StandardCharsets.US_ASCII);
	}

	private static String hash(String key) {
		try {
			byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the first line of the request.
	 * @return method, path and version
	 */
	public String requestLine() {
		return this.requestLine;
	}

	/**
	 * Return the headers of the request.
	 * @return values by names, in whatever case
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Read a frame of the client, which must be masked.
	 * @return the frame
	 * @throws IOException if the client closed the connection
	 */
	public Frame readFrame() throws IOException {
		int first = readByte();
		int second = readByte();
		if ((second & 0x80) == 0) {
			throw new AssertionError("The client sent a frame without a mask");
		}
		int length = second & 0x7F;
		if (length >= 126) {
			int bytes = (length == 126) ? 2 : 8;
			length = 0;
			for (int i = 0; i < bytes; i++) {
				length = length << 8 | readByte();
			}
		}
		byte[] mask = this.input.readNBytes(4);
		byte[] payload = this.input.readNBytes(length);
		for (int i = 0; i < payload.length; i++) {
			payload[i] ^= mask[i % 4];
		}
		return new Frame((first & 0x80) != 0, first & 0x0F, payload);
	}

	private int readByte() throws IOException {
		int value = this.input.read();
		if (value < 0) {
			throw new EOFException("The client closed the connection");
		}
		return value;
	}

	/**
	 * Send a frame.
	 * @param frame the frame
	 */
	public synchronized void send(Frame frame) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write((frame.last() ? 0x80 : 0) | frame.opcode());
		int length = frame.payload().length;
		if (length < 126) {
			bytes.write(length);
		}
		else if (length < 65_536) {
			bytes.write(126);
			bytes.write(length >> 8);
			bytes.write(length);
		}
		else {
			bytes.write(127);
			for (int shift = 56; shift >= 0; shift -= 8) {
				bytes.write((int) ((long) length >> shift));
			}
		}
		bytes.writeBytes(frame.payload());
		this.output.write(bytes.toByteArray());
	}

	/**
	 * Return what the client sends in binary frames, up to its close frame, which is
	 * answered.
	 */
	InputStream binaryInput() {
		return new InputStream() {

			private byte[] payload = new byte[0];

			private int position;

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				while (length > 0 && this.position == this.payload.length) {
					Frame frame = readFrame();
					if (frame.opcode() == CLOSE) {
						send(frame);
						return -1;
					}
					if (frame.opcode() == BINARY || frame.opcode() == CONTINUATION) {
						this.payload = frame.payload();
						this.position = 0;
					}
					else if (frame.opcode() != PONG) {
						throw new AssertionError("The client sent " + frame);
					}
				}
				int count = Math.min(length, this.payload.length - this.position);
				System.arraycopy(this.payload, this.position, buffer, offset, count);
				this.position += count;
				return count;
			}

		};
	}

	/**
	 * Return what sends the client one binary frame for each piece that is written.
	 */
	OutputStream binaryOutput() {
		return new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				write(new byte[] { (byte) value });
			}

			@Override
			public void write(byte[] buffer, int offset, int length) throws IOException {
				byte[] payload = new byte[length];
				System.arraycopy(buffer, offset, payload, 0, length);
				send(new Frame(true, BINARY, payload));
			}

		};
	}

	/**
	 * A frame.
	 *
	 * @param last whether its message ends with it
	 * @param opcode what it is
	 * @param payload what it holds
	 */
	public record Frame(boolean last, int opcode, byte[] payload) {

		/**
		 * Return a frame that is a message on its own.
		 * @param opcode what it is
		 * @param payload what it holds
		 * @return the frame
		 */
		public static Frame of(int opcode, String payload) {
			return new Frame(true, opcode, payload.getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Return the payload as text.
		 * @return the text
		 */
		public String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		@Override
		public String toString() {
			return "Frame[last=" + this.last + ", opcode=" + this.opcode + ", " + this.payload.length + " bytes]";
		}

	}

}
