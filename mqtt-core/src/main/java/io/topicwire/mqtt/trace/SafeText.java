package io.topicwire.mqtt.trace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Text and bytes of strangers in a form that cannot break a line, mislead its reader or
 * fill the disk.
 */
final class SafeText {

	// How many characters of a string are shown
	static final int MAXIMUM_CHARS = 256;

	// How many bytes of a payload are shown
	static final int MAXIMUM_BYTES = 256;

	private SafeText() {
	}

	/**
	 * Return a name as it is if it consists of plain visible characters, or else quoted.
	 */
	static String name(String value) {
		boolean plain = !value.isEmpty() && value.length() <= MAXIMUM_CHARS
				&& value.codePoints().allMatch((ch) -> isVisible(ch) && ch != ' ' && ch != '"' && ch != '(');
		return plain ? value : quoted(value);
	}

	/**
	 * Return what the client of a connection is called.
	 */
	static String client(TracedConnection connection) {
		return connection.clientId().isEmpty() ? "-" : name(connection.clientId());
	}

	/**
	 * Return text in quotation marks, cut off when it is too long.
	 */
	static String quoted(String value) {
		StringBuilder result = new StringBuilder("\"");
		int end = Math.min(value.length(), MAXIMUM_CHARS);
		if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
			end--;
		}
		value.substring(0, end).codePoints().forEach((ch) -> append(result, ch));
		return result.append((end < value.length()) ? "\"…" : "\"").toString();
	}

	private static void append(StringBuilder result, int ch) {
		switch (ch) {
			case '"', '\\' -> result.append('\\').append((char) ch);
			case '\n' -> result.append("\\n");
			case '\r' -> result.append("\\r");
			case '\t' -> result.append("\\t");
			default -> {
				if (isVisible(ch)) {
					result.appendCodePoint(ch);
				}
				else {
					result.append((ch > 0xFFFF) ? "\\u{%X}".formatted(ch) : "\\u%04X".formatted(ch));
				}
			}
		}
	}

	private static boolean isVisible(int ch) {
		return switch (Character.getType(ch)) {
			// The format characters include those that change the direction of writing
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

	/**
	 * Return a payload as quoted text if it is UTF-8 without control characters other
	 * than those of text, or else in hexadecimal digits.
	 */
	static String payload(byte[] payload) {
		String text = text(payload);
		if (text != null) {
			return quoted(text);
		}
		int length = Math.min(payload.length, MAXIMUM_BYTES);
		return "0x" + HexFormat.of().formatHex(payload, 0, length) + ((length < payload.length) ? "…" : "");
	}

	private static @Nullable String text(byte[] payload) {
		// One character more than is shown, so that it can be seen that there are more;
		// a character has at most four bytes
		int length = Math.min(payload.length, 4 * (MAXIMUM_CHARS + 1));
		while (length > 0 && length < payload.length && (payload[length] & 0xC0) == 0x80) {
			length--;
		}
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload, 0, length)).toString();
			boolean binary = text.chars().anyMatch((ch) -> ch < ' ' && ch != '\n' && ch != '\r' && ch != '\t');
			return binary ? null : text;
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

}
