package io.topicwire.mqtt;

import java.util.HexFormat;

/**
 * The limits that MQTT sets to every string (MQTT 5.0, section 1.5.4; MQTT 3.1.1, section
 * 1.5.3): at most 65,535 bytes in UTF-8, no surrogate without its partner, no U+0000.
 *
 * @since 0.1.0
 */
public final class Utf8String {

	/**
	 * How many bytes a string may have in UTF-8.
	 */
	public static final int MAX_LENGTH = 65_535;

	private static final int MAX_QUOTED = 64;

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private Utf8String() {
	}

	/**
	 * Check a string and return how long it is on the wire. Allocates nothing.
	 * @param value the string
	 * @param name what the string is, to begin an error message with, such as
	 * {@code "Topic name"}
	 * @return the length in UTF-8, from 0 to 65,535 bytes
	 * @throws IllegalArgumentException if the string is too long, or contains a surrogate
	 * without its partner or U+0000
	 */
	public static int length(String value, String name) {
		int chars = value.length();
		// A char never takes less than one byte, so the sum below cannot overflow
		if (chars > MAX_LENGTH) {
			throw tooLong(value, name, chars + " characters");
		}
		int bytes = 0;
		for (int i = 0; i < chars; i++) {
			char ch = value.charAt(i);
			if (ch < 0x80) {
				if (ch == 0) {
					throw new IllegalArgumentException(name + " must not contain U+0000 but has it at index " + i
							+ ", remove it: " + quote(value));
				}
				bytes++;
			}
			else if (ch < 0x800) {
				bytes += 2;
			}
			else if (!Character.isSurrogate(ch)) {
				bytes += 3;
			}
			else if (isPair(value, i)) {
				bytes += 4;
				i++;
			}
			else {
				throw new IllegalArgumentException(name + " must not contain a surrogate without its partner but has "
						+ "one at index " + i + ", remove it or complete the pair: " + quote(value));
			}
		}
		if (bytes > MAX_LENGTH) {
			throw tooLong(value, name, bytes + " bytes");
		}
		return bytes;
	}

	/**
	 * Return a string as it is shown in an error message: in quotes, cut after 64
	 * characters, and with control characters and lone surrogates escaped, so that it
	 * cannot forge a line of a log.
	 * @param value the string
	 * @return the string to show
	 */
	public static String quote(String value) {
		StringBuilder result = new StringBuilder("'");
		int end = Math.min(value.length(), MAX_QUOTED);
		if (end < value.length() && isPair(value, end - 1)) {
			end--;
		}
		for (int i = 0; i < end; i++) {
			char ch = value.charAt(i);
			if (isPair(value, i)) {
				result.append(ch).append(value.charAt(++i));
			}
			else if (Character.isISOControl(ch) || Character.isSurrogate(ch)) {
				result.append("\\u").append(HEX.toHexDigits(ch));
			}
			else {
				result.append(ch);
			}
		}
		return result.append((end < value.length()) ? "...'" : "'").toString();
	}

	private static boolean isPair(String value, int index) {
		return index + 1 < value.length() && Character.isSurrogatePair(value.charAt(index), value.charAt(index + 1));
	}

	private static IllegalArgumentException tooLong(String value, String name, String length) {
		return new IllegalArgumentException(name + " must have at most " + MAX_LENGTH + " bytes in UTF-8 but has "
				+ length + ", shorten it: " + quote(value));
	}

}
