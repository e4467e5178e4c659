package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * Turns received bytes into packets. The reader owns the buffer that bytes are received
 * into: <pre class="code">
 * reader.prepare();
 * reader.received(stream.read(reader.array(), reader.position(), reader.remaining()));
 * for (Packet packet = reader.next(); packet != null; packet = reader.next()) { … }
 * </pre> The size that a packet announces is checked before the buffer grows. Not for use
 * by several threads at a time. After an exception the reader cannot be used any more.
 *
 * @since 0.1.0
 */
public final class PacketReader {

	/**
	 * Create a reader.
	 * @param version the version of MQTT that is spoken; a CONNECT packet is read in the
	 * version that it names and changes this one
	 * @param maximumPacketSize size of the largest packet accepted in bytes, at least 2
	 */
	public PacketReader(ProtocolVersion version, int maximumPacketSize) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Make room for at least one more byte. Moves or exchanges the array.
	 */
	public void prepare() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the array that bytes are received into.
	 * @return the array, valid until the next {@link #prepare()}
	 */
	public byte[] array() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return where the next received byte belongs.
	 * @return index in the {@link #array() array}
	 */
	public int position() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return how many bytes can be received.
	 * @return the number of free bytes from the {@link #position() position} on
	 */
	public int remaining() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Note that bytes were put at the {@link #position() position}.
	 * @param count how many, from 0 to {@link #remaining() remaining}
	 */
	public void received(int count) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the next packet.
	 * @return the packet, or {@code null} if more bytes are needed
	 * @throws MalformedPacketException if the bytes are no packet that MQTT allows, or
	 * one larger than accepted
	 */
	public @Nullable Packet next() {
		throw new UnsupportedOperationException();
	}

}
