package io.topicwire.mqtt.stream;

/**
 * Makes streams to servers.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ByteStreamFactory {

	/**
	 * The streams of this package: which one is made depends on the transport.
	 */
	ByteStreamFactory SYSTEM = new SystemStreams();

	/**
	 * Make a stream. Does not block: the stream is still to be opened.
	 * @param address the server
	 * @param options how the stream is to be opened
	 * @return the stream
	 */
	ByteStream create(ServerAddress address, StreamOptions options);

}
