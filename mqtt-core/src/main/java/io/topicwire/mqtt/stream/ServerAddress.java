package io.topicwire.mqtt.stream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is.
 *
 * @param host host name or address
 * @param port port, from 1 to 65,535
 * @since 0.1.0
 */
public record ServerAddress(String host, int port) {

	private static final String EXAMPLE = "; a valid one is mqtt://localhost:1883";

	private static final Pattern HOST_AND_PORT = Pattern.compile("(\\w[\\w.-]*)(?::([0-9]{1,5}))?");

	private static final int DEFAULT_PORT = 1883;

	/**
	 * Create an address.
	 * @throws IllegalArgumentException if the port is out of range
	 */
	public ServerAddress {
		if (port < 1 || port > 65_535) {
			throw new IllegalArgumentException("Port must be from 1 to 65535 but was " + port);
		}
	}

	/**
	 * Parse a URL such as {@code mqtt://broker.example.com:1883}. The port may be left
	 * out. User name and password do not belong into the URL.
	 * @param url the URL
	 * @return the address
	 * @throws IllegalArgumentException if the URL cannot be used; the message does not
	 * repeat a password
	 */
	public static ServerAddress parse(String url) {
		// Asking the URI is not enough: it finds no user name if the host is not valid
		if (url.indexOf('@') >= 0) {
			throw new IllegalArgumentException(
					"MQTT URL must not hold user name and password; give them as credentials instead");
		}
		URI uri = toUri(url);
		// A query may hold secrets as well
		String shown = url.split("[?#]", 2)[0];
		if (!"mqtt".equalsIgnoreCase(uri.getScheme())) {
			throw new IllegalArgumentException("MQTT URL '" + shown + "' must begin with mqtt://" + suggestion(uri));
		}
		ServerAddress address = (uri.getHost() != null) ? withHost(uri) : withUnderscore(uri, shown);
		if ((uri.getRawPath() != null && !uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/"))
				|| uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw new IllegalArgumentException("MQTT URL '" + shown + "' must end after the host and port" + EXAMPLE);
		}
		return address;
	}

	private static ServerAddress withHost(URI uri) {
		int port = (uri.getPort() != -1) ? uri.getPort() : DEFAULT_PORT;
		return new ServerAddress(withoutBrackets(uri.getHost()), port);
	}

	/**
	 * Accept what {@link URI} takes for no host: names in container networks often have
	 * an underscore.
	 */
	private static ServerAddress withUnderscore(URI uri, String shown) {
		Matcher matcher = HOST_AND_PORT.matcher((uri.getRawAuthority() != null) ? uri.getRawAuthority() : "");
		if (!matcher.matches()) {
			throw new IllegalArgumentException("MQTT URL '" + shown + "' has no valid host" + EXAMPLE);
		}
		String port = matcher.group(2);
		return new ServerAddress(matcher.group(1), (port != null) ? Integer.parseInt(port) : DEFAULT_PORT);
	}

	private static URI toUri(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			// Neither the URL nor the cause are repeated: they may hold a password
			throw new IllegalArgumentException("MQTT URL is malformed at index " + ex.getIndex() + EXAMPLE);
		}
	}

	private static String suggestion(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		return switch (scheme) {
			case "tcp" -> "; write mqtt:// instead of tcp://";
			case "mqtts", "ssl", "tls", "ws", "wss" -> "; " + scheme + ":// is not supported yet";
			default -> EXAMPLE;
		};
	}

	private static String withoutBrackets(String host) {
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	/**
	 * Return the address as {@code host:port}.
	 */
	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
