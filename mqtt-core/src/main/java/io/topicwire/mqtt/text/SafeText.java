package io.topicwire.mqtt.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Text and bytes of strangers in a form that cannot break a line, mislead its reader or
 * fill the disk.
 */
public final class SafeText {

	/**
	 * How many characters of a stranger's text are shown.
	 */
	public static final int MAXIMUM_CHARS = 256;

	/**
	 * How many bytes of a payload are shown.
	 */
	public static final int MAXIMUM_BYTES = 256;

	// How many characters a line has that may be made of several texts
	private static final int MAXIMUM_LINE = 4_096;

	private SafeText() {
	}

	/**
	 * Return a message as one line that consists of visible characters, cut off when it
	 * is too long. One that is such a line already does not change.
	 * @param message the message
	 * @return the line
	 */
	public static String line(String message) {
		return visible(message, MAXIMUM_LINE);
	}

	/**
	 * Return what a stranger has said as a part of a message: visible, and cut off when
	 * it is too long.
	 * @param text what was said
	 * @return what of it to repeat
	 */
	public static String remark(String text) {
		return visible(text, MAXIMUM_CHARS);
	}

	private static String visible(String text, int maximum) {
		if (text.length() <= maximum && isVisible(text)) {
			return text;
		}
		int end = end(text, maximum);
		StringBuilder result = new StringBuilder();
		text.substring(0, end).codePoints().forEach((ch) -> appendVisible(result, ch));
		return result.append((end < text.length()) ? "…" : "").toString();
	}

	private static boolean isVisible(String text) {
		int ch;
		for (int i = 0; i < text.length(); i += Character.charCount(ch)) {
			ch = text.codePointAt(i);
			if (!isVisible(ch)) {
				return false;
			}
		}
		return true;
	}

	private static int end(String text, int maximum) {
		int end = Math.min(text.length(), maximum);
		return (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) ? end - 1 : end;
	}

	/**
	 * Return a name as it is if it consists of plain visible characters, or else quoted.
	 * @param value the name
	 * @return the name in a form that stands for itself
	 */
	public static String name(String value) {
		boolean plain = !value.isEmpty() && value.length() <= MAXIMUM_CHARS
				&& value.codePoints().allMatch((ch) -> isVisible(ch) && ch != ' ' && ch != '"' && ch != '(');
		return plain ? value : quoted(value);
	}

	/**
	 * Return text in quotation marks, cut off when it is too long.
	 * @param value the text
	 * @return the text in quotation marks
	 */
	public static String quoted(String value) {
		StringBuilder result = new StringBuilder("\"");
		int end = end(value, MAXIMUM_CHARS);
		value.substring(0, end).codePoints().forEach((ch) -> append(result, ch));
		return result.append((end < value.length()) ? "\"…" : "\"").toString();
	}

	private static void append(StringBuilder result, int ch) {
		if (ch == '"' || ch == '\\') {
			result.append('\\');
		}
		appendVisible(result, ch);
	}

	private static void appendVisible(StringBuilder result, int ch) {
		switch (ch) {
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
	 * @param payload the payload
	 * @return what of it to show
	 */
	public static String payload(byte[] payload) {
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
