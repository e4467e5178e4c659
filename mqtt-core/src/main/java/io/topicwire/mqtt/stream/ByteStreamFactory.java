package io.topicwire.mqtt.stream;

/**
 * Makes streams to servers.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ByteStreamFactory {

	/**
	 * Make a stream. Does not block: the stream is still to be opened.
	 * @param address the server
	 * @return the stream
	 */
	ByteStream create(ServerAddress address);

}
