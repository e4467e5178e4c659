package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.time.Duration;

/**
 * Opens streams to servers.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ByteStreamFactory {

	/**
	 * Open a stream, waiting until it is established.
	 * @param address the server
	 * @param timeout how long to wait
	 * @return the stream
	 * @throws IOException if the server cannot be reached in time
	 */
	ByteStream open(ServerAddress address, Duration timeout) throws IOException;

}
