package io.topicwire.mqtt.stream;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * An ordered, lossless stream of bytes in both directions (MQTT 5.0, section 4.2). One
 * thread may read while another one writes; any thread may close.
 *
 * @since 0.1.0
 */
public interface ByteStream extends Closeable {

	/**
	 * Establish the stream, waiting until that is done. Called once, before all other
	 * methods but {@link #close()}.
	 * @param timeout how long to wait
	 * @throws IOException if the server cannot be reached in time, or the stream was
	 * closed
	 */
	void open(Duration timeout) throws IOException;

	/**
	 * Read what is there, waiting for at least one byte.
	 * @param buffer where to put the bytes
	 * @param offset index of the first one
	 * @param length how many bytes there is room for, at least 1
	 * @return how many bytes were read, or -1 at the end of the stream
	 * @throws IOException if the stream is broken or was closed
	 */
	int read(byte[] buffer, int offset, int length) throws IOException;

	/**
	 * Write all given bytes, waiting as long as it takes.
	 * @param buffer where the bytes are
	 * @param offset index of the first one
	 * @param length how many bytes to write
	 * @throws IOException if the stream is broken or was closed
	 */
	void write(byte[] buffer, int offset, int length) throws IOException;

	/**
	 * Close the stream in both directions. An open, read or write that is under way
	 * fails. Does nothing if the stream is closed already.
	 */
	@Override
	void close();

}
