package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the console, whatever web framework it goes through.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body what to send
 * @param viewer what sends further parts until it is closed, or {@code null} if the body
 * is all
 * @since 0.1.0
 */
public record ConsoleResponse(int status, Map<String, String> headers, byte[] body, @Nullable ConsoleViewer viewer) {

	private static final byte[] NOTHING = {};

	/**
	 * Create a response.
	 */
	public ConsoleResponse {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	static ConsoleResponse empty(int status) {
		return new ConsoleResponse(status, Collections.emptyMap(), NOTHING, null);
	}

	static ConsoleResponse json(int status, Map<String, @Nullable Object> json) {
		return of(status, "application/json", Json.write(json).getBytes(StandardCharsets.UTF_8));
	}

	static ConsoleResponse of(int status, String contentType, byte[] body) {
		return new ConsoleResponse(status, Map.of("Content-Type", contentType), body, null);
	}

	static ConsoleResponse events(ConsoleViewer viewer) {
		return new ConsoleResponse(200, Map.of("Content-Type", "text/event-stream;charset=UTF-8"), NOTHING, viewer);
	}

	/**
	 * Return this response with a header, unless it has one of that name.
	 */
	ConsoleResponse header(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.putIfAbsent(name, value);
		return new ConsoleResponse(this.status, headers, this.body, this.viewer);
	}

}
