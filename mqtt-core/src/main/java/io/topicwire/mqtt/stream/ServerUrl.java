package io.topicwire.mqtt.stream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The URL of a server as somebody has written it.
 */
final class ServerUrl {

	private static final String EXAMPLE = "; a valid one is mqtt://localhost:1883";

	private static final String DEFAULT_PATH = "/mqtt";

	private final URI uri;

	// A query may hold secrets as well
	private final String shown;

	private final Transport transport;

	/**
	 * Create a URL.
	 * @throws IllegalArgumentException if it is none that can be used
	 */
	ServerUrl(String url) {
		// Asking the URI is not enough: it finds no user name if the host is not valid
		if (url.indexOf('@') >= 0) {
			throw new IllegalArgumentException("MQTT URL must not hold user name and password; "
					+ "give them as credentials instead, and write %40 for an @ that belongs to a path or query");
		}
		this.uri = toUri(url);
		this.shown = url.split("\\?", 2)[0].split("#", 2)[0];
		Transport transport = Transport.ofScheme(this.uri.getScheme());
		if (transport == null) {
			throw refused(
					"must begin with mqtt://, mqtts://, ws://, wss:// or unix:" + suggestion(this.uri.getScheme()));
		}
		this.transport = transport;
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

	private static String suggestion(@Nullable String scheme) {
		String lowerCase = (scheme != null) ? scheme.toLowerCase(Locale.ROOT) : "";
		String better = switch (lowerCase) {
			case "tcp" -> "mqtt";
			case "ssl", "tls" -> "mqtts";
			case "http" -> "ws";
			case "https" -> "wss";
			default -> null;
		};
		return (better != null) ? "; write " + better + ":// instead of " + lowerCase + "://" : EXAMPLE;
	}

	ServerAddress address() {
		if (this.transport == Transport.UNIX_SOCKET) {
			return new ServerAddress(this.transport, "", 0, socketPath());
		}
		return (this.uri.getHost() != null) ? address(withoutBrackets(this.uri.getHost()), this.uri.getPort())
				: addressWithUnderscore();
	}

	private ServerAddress address(String host, int port) {
		return new ServerAddress(this.transport, host, (port != -1) ? port : this.transport.defaultPort(),
				this.transport.isWebSocket() ? webSocketPath() : noPath());
	}

	/**
	 * Accept what {@link URI} takes for no host: names in container networks often have
	 * an underscore.
	 */
	private ServerAddress addressWithUnderscore() {
		String authority = this.uri.getRawAuthority();
		Matcher matcher = Pattern.compile("(\\w[\\w.-]*)(?::([0-9]{1,5}))?")
			.matcher((authority != null) ? authority : "");
		if (!matcher.matches()) {
			throw refused("has no valid host" + EXAMPLE);
		}
		if (this.transport.isWebSocket()) {
			throw refused("has a host that a WebSocket cannot be opened to; use a name without an underscore");
		}
		String port = matcher.group(2);
		return address(matcher.group(1), (port != null) ? Integer.parseInt(port) : -1);
	}

	private String noPath() {
		String path = this.uri.getRawPath();
		if ((path != null && !path.isEmpty() && !path.equals("/")) || hasQueryOrFragment()) {
			throw refused("must end after the host and port" + EXAMPLE);
		}
		return "";
	}

	private String webSocketPath() {
		if (this.uri.getRawFragment() != null) {
			throw refused("must end after the path or query; a valid one is ws://localhost:80/mqtt");
		}
		String path = this.uri.getRawPath();
		String query = this.uri.getRawQuery();
		return ((path == null || path.isEmpty()) ? DEFAULT_PATH : path) + ((query != null) ? "?" + query : "");
	}

	private String socketPath() {
		String path = this.uri.getPath();
		if (path == null || !path.startsWith("/") || path.equals("/") || this.uri.getRawAuthority() != null
				|| hasQueryOrFragment()) {
			throw refused("must be unix: and an absolute path; a valid one is unix:/run/mosquitto/mosquitto.sock");
		}
		return path;
	}

	private boolean hasQueryOrFragment() {
		return this.uri.getRawQuery() != null || this.uri.getRawFragment() != null;
	}

	private IllegalArgumentException refused(String reason) {
		return new IllegalArgumentException("MQTT URL '" + this.shown + "' " + reason);
	}

	private static String withoutBrackets(String host) {
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

}
