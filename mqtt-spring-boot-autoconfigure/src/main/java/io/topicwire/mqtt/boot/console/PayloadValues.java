package io.topicwire.mqtt.boot.console;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;

/**
 * Finds a number in payloads.
 */
final class PayloadValues {

	private final String pointer;

	private final JsonParser parser = JsonParserFactory.getJsonParser();

	/**
	 * Create a search.
	 * @param pointer where the number is (RFC 6901)
	 */
	PayloadValues(String pointer) {
		if (!pointer.isEmpty() && !pointer.startsWith("/")) {
			throw ConsoleException.badRequest("A JSON pointer begins with '/' but this is '%s'".formatted(pointer));
		}
		this.pointer = pointer;
	}

	/**
	 * Find the number.
	 * @param text the payload
	 * @return the number, or {@code null} if there is none
	 */
	@Nullable Number find(String text) {
		Object value = parse(text.strip());
		if (!this.pointer.isEmpty()) {
			for (String token : this.pointer.substring(1).split("/", -1)) {
				value = step(value, token.replace("~1", "/").replace("~0", "~"));
			}
		}
		return (value instanceof Number number && Double.isFinite(number.doubleValue())) ? number : null;
	}

	private @Nullable Object parse(String text) {
		try {
			if (text.startsWith("{")) {
				return this.parser.parseMap(text);
			}
			return text.startsWith("[") ? this.parser.parseList(text) : Double.valueOf(text);
		}
		catch (JsonParseException | NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Object step(@Nullable Object value, String token) {
		if (value instanceof Map<?, ?> map) {
			return map.get(token);
		}
		if (value instanceof List<?> list && token.matches("\\d{1,9}")) {
			int index = Integer.parseInt(token);
			return (index < list.size()) ? list.get(index) : null;
		}
		return null;
	}

}
