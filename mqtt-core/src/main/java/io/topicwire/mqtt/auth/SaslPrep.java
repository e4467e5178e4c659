package io.topicwire.mqtt.auth;

import java.text.Normalizer;

/**
 * Prepares user names and passwords so that the same text gives the same bytes however it
 * was typed (RFC 4013). Messages never repeat the text.
 */
final class SaslPrep {

	private SaslPrep() {
	}

	/**
	 * Prepare a string.
	 * @throws IllegalArgumentException if it has characters that are not allowed; the
	 * message goes on after "it"
	 */
	static String prepare(String value) {
		StringBuilder mapped = new StringBuilder(value.length());
		value.codePoints().filter((character) -> !isMappedToNothing(character)).forEach((character) -> {
			boolean space = Character.getType(character) == Character.SPACE_SEPARATOR;
			mapped.appendCodePoint(space ? ' ' : character);
		});
		String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
		if (prepared.isEmpty()) {
			throw new IllegalArgumentException("must not be empty");
		}
		if (prepared.codePoints().anyMatch(SaslPrep::isProhibited)) {
			throw new IllegalArgumentException(
					"must not have control, private, unassigned or otherwise invisible characters");
		}
		requireOneDirection(prepared);
		return prepared;
	}

	// RFC 3454, table B.1
	private static boolean isMappedToNothing(int character) {
		return character == 0x00AD || character == 0x034F || character == 0x1806
				|| (character >= 0x180B && character <= 0x180D) || (character >= 0x200B && character <= 0x200D)
				|| character == 0x2060 || (character >= 0xFE00 && character <= 0xFE0F) || character == 0xFEFF;
	}

	private static boolean isProhibited(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				true;
			default -> character == 0x0340 || character == 0x0341 || (character >= 0x2FF0 && character <= 0x2FFB)
					|| (character >= 0xFFF9 && character <= 0xFFFD);
		};
	}

	// RFC 3454, section 6
	private static void requireOneDirection(String value) {
		if (value.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
			return;
		}
		boolean mixed = value.codePoints()
			.anyMatch((character) -> Character.getDirectionality(character) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
		if (mixed || !isRightToLeft(value.codePointAt(0)) || !isRightToLeft(value.codePointBefore(value.length()))) {
			throw new IllegalArgumentException("must not mix characters that are written in different directions");
		}
	}

	private static boolean isRightToLeft(int character) {
		byte directionality = Character.getDirectionality(character);
		return directionality == Character.DIRECTIONALITY_RIGHT_TO_LEFT
				|| directionality == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
	}

}
