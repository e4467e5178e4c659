package io.topicwire.mqtt.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.topicwire.mqtt.Utf8String;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link Utf8}.
 */
class Utf8Tests {

	@Test
	@Mqtt5("MQTT-1.5.4-1")
	@Mqtt3("MQTT-1.5.3-1")
	void everyCodePointIsEncodedAsTheJdkDoes() {
		for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
			if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
				verify(Character.toString(codePoint));
			}
		}
	}

	private void verify(String value) {
		byte[] expected = value.getBytes(StandardCharsets.UTF_8);
		byte[] encoded = new byte[expected.length];
		Utf8.encode(value, encoded, 0);
		if (Utf8String.length(value, "Value") != expected.length || !Arrays.equals(encoded, expected)
				|| Utf8.problemOf(expected, 0, expected.length) != null
				|| !Utf8.decode(expected, 0, expected.length).equals(value)) {
			throw new AssertionError("U+%X".formatted(value.codePointAt(0)));
		}
	}

	@Test
	@Mqtt5("MQTT-1.5.4-1")
	@Mqtt3("MQTT-1.5.3-1")
	void everyShortSequenceIsRefusedWhenTheJdkWouldReplaceIt() {
		byte[] bytes = new byte[3];
		for (int i = 0; i < 1 << 24; i++) {
			bytes[0] = (byte) (i >> 16);
			bytes[1] = (byte) (i >> 8);
			bytes[2] = (byte) i;
			// ASCII in front says nothing new
			if (bytes[0] < 0) {
				String decoded = new String(bytes, StandardCharsets.UTF_8);
				boolean replaced = decoded.indexOf(0xFFFD) >= 0 && i != 0xEFBFBD;
				boolean refused = replaced || decoded.indexOf(0) >= 0;
				if ((Utf8.problemOf(bytes, 0, 3) != null) != refused) {
					throw new AssertionError("%06X".formatted(i));
				}
			}
		}
	}

}
