package io.topicwire.mqtt.boot.console;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A request to the console, whatever web framework it came through.
 *
 * @param method the method
 * @param path the path below that of the console as it was sent, not decoded; begins with
 * a slash, or is empty if the request is for the console itself
 * @param query the query as it was sent, not decoded, or {@code null} if there is none
 * @param headers returns the value of a header, or {@code null} if there is none
 * @param remoteAddress where the connection comes from, or {@code null} if it is not
 * known
 * @param localAddress where the connection was accepted, or {@code null} if it is not
 * known
 * @param body what was sent, of more than {@link MqttConsole#MAXIMUM_REQUEST_SIZE} bytes
 * one more at most
 * @since 0.1.0
 */
public record ConsoleRequest(String method, String path, @Nullable String query,
		Function<String, @Nullable String> headers, @Nullable InetAddress remoteAddress,
		@Nullable InetAddress localAddress, byte[] body) {

	/**
	 * Return a header.
	 * @param name its name
	 * @return its value, or {@code null} if there is none
	 */
	@Nullable String header(String name) {
		return this.headers.apply(name);
	}

	/**
	 * Return the parameters of the query.
	 * @return their values by their names, of several with the same name the first
	 */
	Map<String, String> parameters() {
		if (this.query == null || this.query.isEmpty()) {
			return Collections.emptyMap();
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : this.query.split("&")) {
			int end = parameter.indexOf('=');
			String name = (end >= 0) ? parameter.substring(0, end) : parameter;
			parameters.putIfAbsent(decode(name), (end >= 0) ? decode(parameter.substring(end + 1)) : "");
		}
		return parameters;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw ConsoleException.badRequest("The query of the URL cannot be decoded: " + ex.getMessage());
		}
	}

}
