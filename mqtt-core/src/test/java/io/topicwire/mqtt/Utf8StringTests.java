package io.topicwire.mqtt;

import java.nio.charset.StandardCharsets;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Utf8String}.
 */
class Utf8StringTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "\u0001\u007F", "\u0080\u07FF", "\u0800\uD7FF\uE000\uFEFF\uFFFF",
			"\uD800\uDC00\uDBFF\uDFFF", "a\u00E4\u20AC\uD83D\uDE00z" })
	void lengthIsWhatTheEncodedStringHas(String value) {
		assertThat(Utf8String.length(value, "Name")).isEqualTo(value.getBytes(StandardCharsets.UTF_8).length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uD800", "a\uD800", "\uD800a", "\uDC00", "a\uDC00b", "\uDC00\uD800", "\uD800\uD800\uDC00",
			"\uD800\uDC00\uDC00" })
	@Mqtt5("MQTT-1.5.4-1")
	@Mqtt3("MQTT-1.5.3-1")
	void lengthRefusesSurrogateWithoutPartner(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> Utf8String.length(value, "Client identifier"))
			.withMessageStartingWith("Client identifier must not contain a surrogate without its partner");
	}

	@Test
	void lengthNamesTheIndexOfTheLoneSurrogate() {
		assertThatIllegalArgumentException().isThrownBy(() -> Utf8String.length("ab\uDC00", "Name"))
			.withMessage("Name must not contain a surrogate without its partner but has one at index 2, "
					+ "remove it or complete the pair: 'ab\\uDC00'");
	}

	@Test
	@Mqtt5("MQTT-1.5.4-2")
	@Mqtt3("MQTT-1.5.3-2")
	void lengthRefusesU0000() {
		assertThatIllegalArgumentException().isThrownBy(() -> Utf8String.length("a\0b", "Name"))
			.withMessage("Name must not contain U+0000 but has it at index 1, remove it: 'a\\u0000b'");
	}

	@Test
	void lengthCountsBytesAndNotCharacters() {
		assertThat(Utf8String.length("a".repeat(65_535), "Name")).isEqualTo(65_535);
		assertThat(Utf8String.length("\u20AC".repeat(21_845), "Name")).isEqualTo(65_535);
		assertThatIllegalArgumentException().isThrownBy(() -> Utf8String.length("\u20AC".repeat(21_845) + "a", "Name"))
			.withMessage("Name must have at most 65535 bytes in UTF-8 but has 65536 bytes, shorten it: '"
					+ "\u20AC".repeat(64) + "...'");
	}

	@Test
	void lengthRefusesTooManyCharacters() {
		assertThatIllegalArgumentException().isThrownBy(() -> Utf8String.length("a".repeat(65_536), "Name"))
			.withMessage("Name must have at most 65535 bytes in UTF-8 but has 65536 characters, shorten it: '"
					+ "a".repeat(64) + "...'");
	}

	@Test
	void quoteLeavesShortStringWhole() {
		assertThat(Utf8String.quote("a".repeat(64))).isEqualTo("'" + "a".repeat(64) + "'");
	}

	@Test
	void quoteDoesNotCutPairOfSurrogates() {
		assertThat(Utf8String.quote("a".repeat(63) + "\uD83D\uDE00")).isEqualTo("'" + "a".repeat(63) + "...'");
		assertThat(Utf8String.quote("a".repeat(62) + "\uD83D\uDE00b"))
			.isEqualTo("'" + "a".repeat(62) + "\uD83D\uDE00...'");
	}

	@Test
	void quoteEscapesWhatCouldForgeLineOfLog() {
		assertThat(Utf8String.quote("a\r\nb\u0085\uD800")).isEqualTo("'a\\u000D\\u000Ab\\u0085\\uD800'");
	}

}
