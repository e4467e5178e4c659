package io.topicwire.mqtt.fake;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.AnnotatedBytes;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.MalformedPacketException;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Properties;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The broker's end of a connection.
 */
public final class FakeConnection {

	private final FakeStream stream;

	private final PacketReader reader;

	private final PacketWriter writer;

	FakeConnection(FakeStream stream, ProtocolVersion version) {
		this.stream = stream;
		this.reader = new PacketReader(version, 1024 * 1024);
		this.writer = new PacketWriter(version);
	}

	/**
	 * Wait for CONNECT and accept it.
	 * @param sessionPresent what to say about the session
	 * @return this connection
	 */
	public FakeConnection accept(boolean sessionPresent) {
		return accept(sessionPresent, Properties.NONE);
	}

	/**
	 * Wait for CONNECT and accept it.
	 * @param sessionPresent what to say about the session
	 * @param properties what else to say
	 * @return this connection
	 */
	public FakeConnection accept(boolean sessionPresent, Properties properties) {
		expect(Connect.class);
		send(new Connack(sessionPresent, ReasonCode.SUCCESS, properties));
		return this;
	}

	/**
	 * Wait for the next packet.
	 * @param <T> the type of the packet
	 * @param type the type it must have
	 * @return the packet
	 */
	public <T extends Packet> T expect(Class<T> type) {
		Packet packet = next();
		if (!type.isInstance(packet)) {
			throw new AssertionError("Expected " + type.getSimpleName() + " but the client sent " + packet);
		}
		return type.cast(packet);
	}

	private Packet next() {
		byte[] bytes = nextBytes();
		try {
			Packet packet = this.reader.next();
			for (int offset = 0; packet == null; packet = this.reader.next()) {
				this.reader.prepare();
				int count = Math.min(this.reader.remaining(), bytes.length - offset);
				System.arraycopy(bytes, offset, this.reader.array(), this.reader.position(), count);
				this.reader.received(count);
				offset += count;
			}
			return packet;
		}
		catch (MalformedPacketException ex) {
			throw new AssertionError("The client sent " + hex(bytes), ex);
		}
	}

	/**
	 * Read the bytes of one packet and none of the next one.
	 */
	private byte[] nextBytes() {
		byte[] header = new byte[5];
		int length = 0;
		int size = 1;
		header[0] = read(1)[0];
		do {
			header[size] = read(1)[0];
			length |= (header[size] & 0x7F) << 7 * (size - 1);
		}
		while (header[size++] < 0 && size < header.length);
		byte[] bytes = Arrays.copyOf(header, size + length);
		System.arraycopy(read(length), 0, bytes, size, length);
		return bytes;
	}

	private byte[] read(int length) {
		byte[] bytes = new byte[length];
		try {
			for (int offset = 0; offset < length;) {
				int count = this.stream.toBroker()
					.read(bytes, offset, length - offset, FakeBroker.PATIENCE_SECONDS, TimeUnit.SECONDS);
				if (count <= 0) {
					String read = (offset > 0) ? " after " + hex(Arrays.copyOf(bytes, offset)) : "";
					throw new AssertionError(
							((count < 0) ? "The client closed the connection" : "The client sent nothing") + read);
				}
				offset += count;
			}
			return bytes;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String hex(byte[] bytes) {
		return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
	}

	/**
	 * Wait for the next bytes.
	 * @param annotatedBytes the bytes they must be, for {@link AnnotatedBytes}
	 */
	public void expectBytes(String annotatedBytes) {
		byte[] expected = AnnotatedBytes.parse(annotatedBytes);
		assertThat(hex(read(expected.length))).isEqualTo(hex(expected));
	}

	/**
	 * Send packets in one piece.
	 * @param packets the packets
	 */
	public void send(Packet... packets) {
		for (Packet packet : packets) {
			this.writer.write(packet);
		}
		send(this.writer.array(), this.writer.size());
		this.writer.clear();
	}

	/**
	 * Send bytes that need not be a packet.
	 * @param bytes the bytes
	 */
	public void sendBytes(int... bytes) {
		byte[] array = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			array[i] = (byte) bytes[i];
		}
		send(array, array.length);
	}

	/**
	 * Send bytes that need not be a packet.
	 * @param annotatedBytes the bytes for {@link AnnotatedBytes}
	 */
	public void sendBytes(String annotatedBytes) {
		byte[] bytes = AnnotatedBytes.parse(annotatedBytes);
		send(bytes, bytes.length);
	}

	private void send(byte[] bytes, int length) {
		try {
			this.stream.toClient().write(bytes, 0, length);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Stop reading, so that the client cannot write, or start again.
	 * @param blocked whether to stop
	 */
	public void blockWrites(boolean blocked) {
		this.stream.toBroker().block(blocked);
	}

	/**
	 * Wait until the client tries to write although it cannot.
	 */
	public void awaitBlockedWriter() {
		try {
			if (!this.stream.toBroker().awaitBlockedWriter(FakeBroker.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("The client wrote nothing");
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Return the thread that has written last, if any has.
	 */
	public @Nullable Thread lastWriter() {
		return this.stream.lastWriter();
	}

	/**
	 * Wait until the client has read everything and waits for more.
	 */
	public void awaitWaitingReader() {
		try {
			if (!this.stream.toClient().awaitWaitingReader(FakeBroker.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("The client did not read everything");
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * End the connection from the broker's side.
	 */
	public void close() {
		this.stream.toClient().end();
		this.stream.toBroker().end();
	}

	/**
	 * Wait for the client to close the connection without another packet.
	 */
	public void expectClose() {
		try {
			byte[] buffer = new byte[1];
			int count = this.stream.toBroker().read(buffer, 0, 1, FakeBroker.PATIENCE_SECONDS, TimeUnit.SECONDS);
			if (count >= 0) {
				throw new AssertionError((count > 0) ? "The client sent something: 0x%02X".formatted(buffer[0])
						: "The client did not close the connection");
			}
			if (!this.stream.closed().await(FakeBroker.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("The client did not close the stream");
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
