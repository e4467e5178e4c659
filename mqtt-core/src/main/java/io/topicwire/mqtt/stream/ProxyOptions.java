package io.topicwire.mqtt.stream;

import java.net.PasswordAuthentication;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A proxy that TCP connections are made through. It resolves the host name of the server.
 * Immutable. Between client and proxy nothing is encrypted, the credentials for the proxy
 * included; what TLS protects stays protected up to the server.
 *
 * @param type how the proxy is spoken to
 * @param host host name or address of the proxy
 * @param port port of the proxy, from 1 to 65,535
 * @param credentials supplies user name and password for the proxy at each attempt to
 * connect, or {@code null} for none
 * @since 0.1.0
 */
public record ProxyOptions(Type type, String host, int port,
		@Nullable Supplier<@Nullable PasswordAuthentication> credentials) {

	/**
	 * Create options.
	 * @throws IllegalArgumentException if the port is out of range
	 */
	public ProxyOptions {
		Objects.requireNonNull(type, "type must not be null");
		Objects.requireNonNull(host, "host must not be null");
		if (port < 1 || port > 65_535) {
			throw new IllegalArgumentException("Port of the proxy must be from 1 to 65535 but was " + port);
		}
	}

	/**
	 * Return options for a proxy that is asked for a tunnel with the method CONNECT of
	 * HTTP (RFC 9110, section 9.3.6).
	 * @param host host name or address of the proxy
	 * @param port port of the proxy
	 * @return the options
	 */
	public static ProxyOptions http(String host, int port) {
		return new ProxyOptions(Type.HTTP, host, port, null);
	}

	/**
	 * Return options for a SOCKS proxy, version 5 (RFC 1928).
	 * @param host host name or address of the proxy
	 * @param port port of the proxy
	 * @return the options
	 */
	public static ProxyOptions socks5(String host, int port) {
		return new ProxyOptions(Type.SOCKS5, host, port, null);
	}

	/**
	 * Return these options with user name and password for the proxy, which are sent by
	 * the Basic scheme of HTTP (RFC 7617) or that of SOCKS (RFC 1929).
	 * @param username the user name
	 * @param password the password
	 * @return new options
	 */
	public ProxyOptions credentials(String username, String password) {
		PasswordAuthentication credentials = new PasswordAuthentication(username, password.toCharArray());
		return credentials(() -> credentials);
	}

	/**
	 * Return these options with credentials that are asked for at each attempt to
	 * connect, on a thread of the client that neither reads nor writes a connection.
	 * @param credentials supplies user name and password, or {@code null} for none
	 * @return new options
	 */
	public ProxyOptions credentials(Supplier<@Nullable PasswordAuthentication> credentials) {
		return new ProxyOptions(this.type, this.host, this.port,
				Objects.requireNonNull(credentials, "credentials must not be null"));
	}

	String hostAndPort() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

	/**
	 * Return kind and place of the proxy, and nothing of the credentials.
	 */
	@Override
	public String toString() {
		return this.type + " proxy at " + hostAndPort();
	}

	/**
	 * How a proxy is spoken to.
	 */
	public enum Type {

		/** By the method CONNECT of HTTP. */
		HTTP,

		/** By SOCKS, version 5. */
		SOCKS5

	}

}
