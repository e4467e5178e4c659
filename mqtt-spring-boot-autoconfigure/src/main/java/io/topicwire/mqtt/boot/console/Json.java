package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * Reads and writes JSON, whatever library for it the application has.
 */
final class Json {

	private static final JsonWriter<Map<String, @Nullable Object>> WRITER = JsonWriter.standard();

	private Json() {
	}

	/**
	 * Return an object.
	 * @param namesAndValues names and values in turn
	 */
	static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
		}
		return object;
	}

	static String write(Map<String, @Nullable Object> object) {
		return WRITER.writeToString(object);
	}

	static double millis(long nanos) {
		return nanos / 1_000 / 1_000.0;
	}

	static @Nullable Long micros(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() / 1_000 : null;
	}

	static double rounded(double value) {
		return Math.round(value * 100) / 100.0;
	}

	static Map<String, @Nullable Object> read(byte[] body) {
		try {
			return new LinkedHashMap<>(
					JsonParserFactory.getJsonParser().parseMap(new String(body, StandardCharsets.UTF_8)));
		}
		catch (JsonParseException ex) {
			throw ConsoleException.badRequest("The body of the request is no JSON object");
		}
	}

	static @Nullable String text(Map<String, @Nullable Object> object, String name) {
		Object value = object.get(name);
		if (value == null || value instanceof String) {
			return (String) value;
		}
		throw wrong(name, "a text", value);
	}

	static boolean flag(Map<String, @Nullable Object> object, String name) {
		Object value = object.get(name);
		if (value == null || value instanceof Boolean) {
			return Boolean.TRUE.equals(value);
		}
		throw wrong(name, "true or false", value);
	}

	static @Nullable Long number(Map<String, @Nullable Object> object, String name) {
		Object value = object.get(name);
		if (value == null) {
			return null;
		}
		if (value instanceof Number number && number.doubleValue() == number.longValue()) {
			return number.longValue();
		}
		throw wrong(name, "a whole number", value);
	}

	static Collection<?> list(Map<String, @Nullable Object> object, String name) {
		Object value = object.get(name);
		if (value == null) {
			return Collections.emptyList();
		}
		if (value instanceof Collection<?> list) {
			return list;
		}
		throw wrong(name, "a list", value);
	}

	private static ConsoleException wrong(String name, String expected, Object value) {
		return ConsoleException.badRequest("'%s' must be %s but is %s".formatted(name, expected, value));
	}

}
