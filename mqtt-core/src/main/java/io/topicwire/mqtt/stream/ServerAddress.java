package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Where a server is, and how to get there.
 *
 * @param transport what carries the bytes
 * @param host host name or address, empty for a unix domain socket
 * @param port port, from 1 to 65,535, or 0 for a unix domain socket
 * @param path for a WebSocket the path and query, encoded as in the URL; for a unix
 * domain socket the absolute path of its file; otherwise empty
 * @since 0.1.0
 */
public record ServerAddress(Transport transport, String host, int port, String path) {

	/**
	 * Create an address.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public ServerAddress {
		boolean unix = transport == Transport.UNIX_SOCKET;
		if (unix ? (port != 0) : (port < 1 || port > 65_535)) {
			throw new IllegalArgumentException(unix ? "A unix domain socket has no port but it was " + port
					: "Port must be from 1 to 65535 but was " + port);
		}
		if (host.isEmpty() != unix) {
			throw new IllegalArgumentException(
					unix ? "A unix domain socket has no host but it was " + host : "Host must not be empty");
		}
		for (int i = 0; i < host.length(); i++) {
			if (host.charAt(i) <= ' ') {
				throw new IllegalArgumentException("Host must not hold blanks or control characters");
			}
		}
		boolean pathExpected = unix || transport.isWebSocket();
		if (pathExpected ? !path.startsWith("/") : !path.isEmpty()) {
			throw new IllegalArgumentException(pathExpected ? "Path must begin with a slash"
					: "Only WebSockets and unix domain sockets have a path");
		}
	}

	/**
	 * Create an address for plain TCP.
	 * @param host host name or address
	 * @param port port, from 1 to 65,535
	 * @throws IllegalArgumentException if the port is out of range
	 */
	public ServerAddress(String host, int port) {
		this(Transport.TCP, host, port, "");
	}

	/**
	 * Parse a URL. Possible are {@code mqtt://host:1883}, {@code mqtts://host:8883} with
	 * TLS, {@code ws://host:80/mqtt}, {@code wss://host:443/mqtt} with TLS, where port
	 * and path may be left out and then are the ones shown, and
	 * {@code unix:/path/to/socket}. User name and password do not belong into the URL.
	 * @param url the URL
	 * @return the address
	 * @throws IllegalArgumentException if the URL cannot be used; the message does not
	 * repeat a password or a query
	 */
	public static ServerAddress parse(String url) {
		return new ServerUrl(url).address();
	}

	/**
	 * Return the URL that a WebSocket is opened with.
	 * @throws IOException if there is none; other than the platform, the message does not
	 * repeat the query
	 */
	URI webSocketUri() throws IOException {
		URI uri = URI.create(this.transport.scheme() + "://" + hostAndPort() + this.path);
		if (uri.getHost() == null) {
			throw new IOException(
					"a WebSocket cannot be opened to the host '" + this.host + "'; use a name without an underscore");
		}
		return uri;
	}

	String hostAndPort() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

	// Written out: what records have otherwise takes 25 ms of the start of a JVM

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ServerAddress address && this.transport == address.transport
				&& this.port == address.port && this.host.equals(address.host) && this.path.equals(address.path);
	}

	@Override
	public int hashCode() {
		return 31 * (31 * this.host.hashCode() + this.port) + this.path.hashCode();
	}

	/**
	 * Return the address as {@code host:port} for plain TCP, and otherwise as a URL
	 * without the query, which may hold secrets.
	 */
	@Override
	public String toString() {
		if (this.transport == Transport.TCP) {
			return hostAndPort();
		}
		return (this.transport == Transport.UNIX_SOCKET) ? "unix:" + this.path
				: this.transport.scheme() + "://" + hostAndPort() + this.path.split("\\?", 2)[0];
	}

}
