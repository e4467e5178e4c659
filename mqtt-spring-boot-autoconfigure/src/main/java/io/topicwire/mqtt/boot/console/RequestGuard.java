package io.topicwire.mqtt.boot.console;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are answered at all.
 */
final class RequestGuard {

	static final String HEADER = "X-MQTT-Console";

	// What reverse proxies add: who is behind them is not on this machine
	private static final List<String> PROXY_HEADERS = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Real-IP", "Via");

	private final ConsoleSettings settings;

	RequestGuard(ConsoleSettings settings) {
		this.settings = settings;
	}

	/**
	 * Check a request that only reads.
	 */
	void check(ConsoleRequest request) {
		if (!this.settings.allowRemote()) {
			requireLocal(request);
		}
		requireSameSite(request);
	}

	/**
	 * Check a request that changes something. No other site can let a browser send it: a
	 * form has neither the header nor the content type, and a script needs a permission
	 * for both that the console never gives.
	 */
	void checkPost(ConsoleRequest request) {
		String contentType = request.header("Content-Type");
		if (contentType == null
				|| !contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
			throw new ConsoleException(415, "unsupported-media-type",
					"The content type must be application/json but is " + contentType);
		}
		if (!"1".equals(request.header(HEADER))) {
			throw new ConsoleException(403, "missing-header",
					"Requests that change something need the header %s: 1".formatted(HEADER));
		}
		if (request.body().length > MqttConsole.MAXIMUM_REQUEST_SIZE) {
			throw new ConsoleException(413, "too-large",
					"The body of the request has more than %d bytes".formatted(MqttConsole.MAXIMUM_REQUEST_SIZE));
		}
	}

	void requireWritable() {
		if (!this.settings.writable()) {
			throw new ConsoleException(403, "read-only",
					"The console is read-only. Set mqtt.console.writable=true to publish, pause and resume.");
		}
	}

	// Both ends of the connection count: headers can make up where a request comes from,
	// but not where it was accepted
	private static void requireLocal(ConsoleRequest request) {
		if (!isLoopback(request.remoteAddress()) || !isLoopback(request.localAddress())) {
			throw remote("The console answers requests from this machine only, at a loopback address such as 127.0.0.1."
					+ " This one came from %s to %s.".formatted(describe(request.remoteAddress()),
							describe(request.localAddress())));
		}
		for (String header : PROXY_HEADERS) {
			if (request.header(header) != null) {
				throw remote(
						"The console answers requests from this machine only. This one came through a proxy, as its header %s tells."
							.formatted(header));
			}
		}
		// Another name may lead here too if a site has changed what it stands for
		String host = request.header("Host");
		if (host == null || !isLoopbackName(host)) {
			throw remote(
					"The console answers requests to 'localhost' or a loopback address only. This one was for host '%s'."
						.formatted(host));
		}
	}

	private static ConsoleException remote(String message) {
		return new ConsoleException(403, "remote", message
				+ " Set mqtt.console.allow-remote=true to answer others, and let only those in who may see and do what the console shows and does.");
	}

	private static boolean isLoopback(@Nullable InetAddress address) {
		return address != null && address.isLoopbackAddress();
	}

	private static String describe(@Nullable InetAddress address) {
		return (address != null) ? address.getHostAddress()
				: "an unknown address (server.forward-headers-strategy lets headers tell it)";
	}

	static boolean isLoopbackName(String host) {
		String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
		return name.equals("localhost") || name.endsWith(".localhost") || name.equals("[::1]")
				|| name.matches("127(\\.\\d{1,3}){3}");
	}

	private static void requireSameSite(ConsoleRequest request) {
		String site = request.header("Sec-Fetch-Site");
		if (site != null && !site.equals("same-origin") && !(site.equals("none") && isSafe(request))
				&& !isNavigation(request)) {
			throw crossSite("The request comes from another site");
		}
		String origin = request.header("Origin");
		if (origin != null && !isOrigin(origin, request.header("Host"))) {
			throw crossSite("The request comes from '%s'".formatted(origin));
		}
	}

	private static ConsoleException crossSite(String what) {
		return new ConsoleException(403, "cross-site", what + "; the console answers its own page only");
	}

	private static boolean isSafe(ConsoleRequest request) {
		return request.method().equals("GET") || request.method().equals("HEAD");
	}

	// A link to the console may be anywhere; what it opens is not readable there
	private static boolean isNavigation(ConsoleRequest request) {
		return isSafe(request) && "navigate".equals(request.header("Sec-Fetch-Mode"))
				&& "document".equals(request.header("Sec-Fetch-Dest")) && !request.path().startsWith("/api/");
	}

	private static boolean isOrigin(String origin, @Nullable String host) {
		try {
			String authority = URI.create(origin).getRawAuthority();
			return host != null && host.equalsIgnoreCase(authority);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
