package io.topicwire.mqtt.stream;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What carries the bytes to a server and back.
 *
 * @since 0.1.0
 */
public enum Transport {

	/** A TCP connection: {@code mqtt://}, port 1883. */
	TCP("mqtt", 1883),

	/** TLS over a TCP connection: {@code mqtts://}, port 8883. */
	TLS("mqtts", 8883),

	/** A WebSocket: {@code ws://}, port 80. */
	WEB_SOCKET("ws", 80),

	/** A WebSocket over TLS: {@code wss://}, port 443. */
	SECURE_WEB_SOCKET("wss", 443),

	/** A unix domain socket: {@code unix:}, a path instead of host and port. */
	UNIX_SOCKET("unix", 0);

	private final String scheme;

	private final int defaultPort;

	Transport(String scheme, int defaultPort) {
		this.scheme = scheme;
		this.defaultPort = defaultPort;
	}

	/**
	 * Return what a URL begins with.
	 * @return the scheme
	 */
	public String scheme() {
		return this.scheme;
	}

	/**
	 * Return the port of a URL that names none.
	 * @return the port, or 0 if there are none
	 */
	public int defaultPort() {
		return this.defaultPort;
	}

	/**
	 * Return whether TLS protects the bytes.
	 * @return whether there is TLS
	 */
	public boolean isSecure() {
		return this == TLS || this == SECURE_WEB_SOCKET;
	}

	/**
	 * Return whether the bytes travel in the frames of a WebSocket.
	 * @return whether there is a WebSocket
	 */
	public boolean isWebSocket() {
		return this == WEB_SOCKET || this == SECURE_WEB_SOCKET;
	}

	static @Nullable Transport ofScheme(@Nullable String scheme) {
		for (Transport transport : values()) {
			if (transport.scheme.equals((scheme != null) ? scheme.toLowerCase(Locale.ROOT) : null)) {
				return transport;
			}
		}
		return null;
	}

}
