package io.topicwire.mqtt.packet;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Strings of MQTT: well-formed UTF-8 without U+0000 (MQTT 5.0, section 1.5.4; 3.1.1,
 * section 1.5.3). The JDK replaces ill-formed input where MQTT wants it to be refused.
 */
final class Utf8 {

	private Utf8() {
	}

	// Most strings are ASCII: one pass writes and checks them; false if this one is not
	static boolean encodeAscii(String value, byte[] target, int position) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == 0 || c >= 0x80) {
				return false;
			}
			target[position + i] = (byte) c;
		}
		return true;
	}

	static void encode(String value, byte[] target, int from) {
		int position = from;
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < 0x80) {
				target[position++] = (byte) c;
			}
			else if (c < 0x800) {
				target[position++] = (byte) (0xC0 | c >> 6);
				target[position++] = (byte) (0x80 | c & 0x3F);
			}
			else if (!Character.isSurrogate(c)) {
				target[position++] = (byte) (0xE0 | c >> 12);
				target[position++] = (byte) (0x80 | c >> 6 & 0x3F);
				target[position++] = (byte) (0x80 | c & 0x3F);
			}
			else {
				int codePoint = Character.toCodePoint(c, value.charAt(++i));
				target[position++] = (byte) (0xF0 | codePoint >> 18);
				target[position++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
				target[position++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
				target[position++] = (byte) (0x80 | codePoint & 0x3F);
			}
		}
	}

	static @Nullable String problemOf(byte[] source, int from, int to) {
		int position = from;
		// Eight characters at a time, as long as they are ASCII
		while (position <= to - Words.SIZE && Words.isText(Words.at(source, position))) {
			position += Words.SIZE;
		}
		while (position < to) {
			if (source[position] > 0) {
				position++;
				continue;
			}
			int length = lengthAt(source, position, to);
			if (length == 0) {
				return "is not well-formed UTF-8";
			}
			if (source[position] == 0) {
				return "contains U+0000";
			}
			position += length;
		}
		return null;
	}

	static String decode(byte[] source, int from, int to) {
		return new String(source, from, to - from, StandardCharsets.UTF_8);
	}

	// Length of the well-formed sequence there, or 0 (The Unicode Standard, table 3-7)
	private static int lengthAt(byte[] source, int position, int to) {
		int first = source[position] & 0xFF;
		if (first < 0x80) {
			return 1;
		}
		int length = (first < 0xE0) ? 2 : (first < 0xF0) ? 3 : 4;
		if (first < 0xC2 || first > 0xF4 || length > to - position) {
			return 0;
		}
		int second = source[position + 1] & 0xFF;
		int lowest = (first == 0xE0) ? 0xA0 : (first == 0xF0) ? 0x90 : 0x80;
		int highest = (first == 0xED) ? 0x9F : (first == 0xF4) ? 0x8F : 0xBF;
		if (second < lowest || second > highest) {
			return 0;
		}
		for (int i = 2; i < length; i++) {
			if ((source[position + i] & 0xC0) != 0x80) {
				return 0;
			}
		}
		return length;
	}

}
