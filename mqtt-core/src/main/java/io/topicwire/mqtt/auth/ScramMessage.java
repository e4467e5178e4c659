package io.topicwire.mqtt.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A message of the server: attributes of one letter each, separated by commas (RFC 5802,
 * section 5.1).
 */
final class ScramMessage {

	private final String text;

	private final List<String> attributes;

	private ScramMessage(String text) {
		this.text = text;
		this.attributes = new ArrayList<>(List.of(text.split(",", -1)));
	}

	/**
	 * Parse a message.
	 * @throws MqttAuthenticationException if there is none, or it is no text
	 */
	static ScramMessage parse(byte @Nullable [] data) {
		if (data == null) {
			throw new MqttAuthenticationException("The broker sent no data for SCRAM-SHA-256");
		}
		try {
			return new ScramMessage(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
		}
		catch (CharacterCodingException ex) {
			throw new MqttAuthenticationException("The broker sent data that is no message of SCRAM-SHA-256");
		}
	}

	String text() {
		return this.text;
	}

	/**
	 * Return whether the next attribute has the given letter.
	 */
	boolean begins(char letter) {
		return !this.attributes.isEmpty() && this.attributes.get(0).startsWith(letter + "=");
	}

	/**
	 * Take the next attribute, which must have the given letter.
	 */
	String take(char letter) {
		if (!begins(letter)) {
			throw new MqttAuthenticationException(
					"The broker sent a message of SCRAM-SHA-256 without the attribute '" + letter + "'");
		}
		return this.attributes.remove(0).substring(2);
	}

	byte[] takeBytes(char letter) {
		try {
			return Base64.getDecoder().decode(take(letter));
		}
		catch (IllegalArgumentException ex) {
			throw new MqttAuthenticationException(
					"The broker sent no Base64 in the attribute '" + letter + "' of SCRAM-SHA-256");
		}
	}

	int takeNumber(char letter) {
		String value = take(letter);
		// Up to nine digits always fit
		if (!value.matches("[1-9][0-9]{0,8}")) {
			throw new MqttAuthenticationException(
					"The broker sent no number in the attribute '" + letter + "' of SCRAM-SHA-256");
		}
		return Integer.parseInt(value);
	}

}
