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
	 * methods but {@link #close()}, on a thread where the application may be asked for
	 * credentials and the like.
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
	 * Return whether any thread may write, one at a time, without harm to the stream if
	 * it is interrupted meanwhile.
	 * @return whether a caller may write what it is about to wait for
	 */
	default boolean isWritableByAnyThread() {
		return false;
	}

	/**
	 * Tell the server that nothing more will be written, if the stream has words for
	 * that. Called at most once, after the last write, on the thread that writes; waits
	 * as long as a write does. Reading goes on.
	 * @throws IOException if the stream is broken or was closed
	 */
	default void closeOutput() throws IOException {
	}

	/**
	 * Close the stream in both directions. An open, read or write that is under way
	 * fails. Does nothing if the stream is closed already. Never waits, whatever the
	 * server does or leaves.
	 */
	@Override
	void close();

}
