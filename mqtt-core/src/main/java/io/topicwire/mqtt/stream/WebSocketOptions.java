package io.topicwire.mqtt.stream;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How a WebSocket is opened. Immutable. The path belongs to the URL.
 *
 * @param headers supplies headers of the request; asked for at each attempt to connect,
 * on a thread of the client that neither reads nor writes a connection
 * @since 0.1.0
 */
public record WebSocketOptions(Supplier<Map<String, String>> headers) {

	/**
	 * No headers of the application's own.
	 */
	public static final WebSocketOptions DEFAULT = new WebSocketOptions(Map::of);

	/**
	 * Create options.
	 */
	public WebSocketOptions {
		Objects.requireNonNull(headers, "headers must not be null");
	}

	/**
	 * Return options with headers that are sent with each request to open a WebSocket.
	 * Those that belong to the protocol, such as {@code Host} or
	 * {@code Sec-WebSocket-Protocol}, cannot be set.
	 * @param headers the headers by their names
	 * @return new options
	 */
	public WebSocketOptions headers(Map<String, String> headers) {
		Map<String, String> copy = Map.copyOf(headers);
		return new WebSocketOptions(() -> copy);
	}

	/**
	 * Return options with headers that are asked for at each attempt to connect, so that
	 * a token can be renewed.
	 * @param headers supplies the headers by their names
	 * @return new options
	 */
	public WebSocketOptions headers(Supplier<Map<String, String>> headers) {
		return new WebSocketOptions(headers);
	}

}
