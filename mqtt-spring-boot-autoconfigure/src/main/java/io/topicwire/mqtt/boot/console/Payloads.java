package io.topicwire.mqtt.boot.console;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Shows payloads as text where they are text.
 */
final class Payloads {

	static final int PREVIEW_LENGTH = 100;

	// Bytes of one character in UTF-8
	private static final int MAXIMUM_CHARACTER_SIZE = 4;

	private Payloads() {
	}

	/**
	 * Return the text that a payload is.
	 * @param payload the payload or its beginning
	 * @param cut whether there is more of it, so that the last character may be
	 * incomplete
	 * @return the text, or {@code null} if the payload is not UTF-8 or has characters
	 * that no text has
	 */
	static @Nullable String text(byte[] payload, boolean cut) {
		int attempts = cut ? MAXIMUM_CHARACTER_SIZE : 1;
		for (int missing = 0; missing < attempts && missing <= payload.length; missing++) {
			try {
				String text = StandardCharsets.UTF_8.newDecoder()
					.decode(ByteBuffer.wrap(payload, 0, payload.length - missing))
					.toString();
				return text.chars().allMatch(Payloads::isText) ? text : null;
			}
			catch (CharacterCodingException ex) {
				// Perhaps without the beginning of a character
			}
		}
		return null;
	}

	private static boolean isText(int character) {
		return character >= ' ' || character == '\n' || character == '\r' || character == '\t' || character == '\f';
	}

	/**
	 * Return the beginning of a payload in one line.
	 * @param payload the payload
	 * @return text, or hexadecimal digits if it is none
	 */
	static Preview preview(byte[] payload) {
		boolean cut = payload.length > PREVIEW_LENGTH * MAXIMUM_CHARACTER_SIZE;
		byte[] beginning = cut ? Arrays.copyOf(payload, PREVIEW_LENGTH * MAXIMUM_CHARACTER_SIZE) : payload;
		String text = text(beginning, cut);
		if (text == null) {
			return new Preview(HexFormat.of().formatHex(payload, 0, Math.min(payload.length, PREVIEW_LENGTH / 2)),
					true);
		}
		return new Preview(shorten(text).replaceAll("\\s", " "), false);
	}

	private static String shorten(String text) {
		if (text.length() <= PREVIEW_LENGTH) {
			return text;
		}
		// Not between the two halves of a character
		int end = Character.isHighSurrogate(text.charAt(PREVIEW_LENGTH - 1)) ? PREVIEW_LENGTH - 1 : PREVIEW_LENGTH;
		return text.substring(0, end);
	}

	/**
	 * The beginning of a payload.
	 *
	 * @param text text or hexadecimal digits
	 * @param binary whether it is digits
	 */
	record Preview(String text, boolean binary) {

	}

}
