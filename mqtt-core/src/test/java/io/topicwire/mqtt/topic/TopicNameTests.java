package io.topicwire.mqtt.topic;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TopicName}.
 */
class TopicNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "/", "/finance", "a//b", "a/", " ", "ACCOUNTS payable", "$SYS/x", "$share/g/a",
			"\u00E4/\uD83D\uDE00" })
	void validTopicNameIsAccepted(String topic) {
		assertThatNoException().isThrownBy(() -> TopicName.requireValid(topic));
	}

	@Test
	@Mqtt5("MQTT-4.7.3-1")
	@Mqtt3("MQTT-4.7.3-1")
	void emptyTopicNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicName.requireValid(""))
			.withMessage("Topic name must not be empty, give at least one character");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+", "#", "+/a", "#/a", "a/+", "a/#", "a/+/b", "a+", "+a", "a#b", "a/b+c/d" })
	@Mqtt5("MQTT-4.7.0-1")
	@Mqtt3("MQTT-4.7.1-1")
	void wildcardInTopicNameIsRefused(String topic) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicName.requireValid(topic))
			.withMessageStartingWith("Topic name must not contain the wildcard '")
			.withMessageEndingWith(", use wildcards in topic filters only: '" + topic + "'");
	}

	@Test
	@Mqtt5("MQTT-4.7.3-2")
	@Mqtt3("MQTT-4.7.3-2")
	void topicNameWithU0000IsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicName.requireValid("a\0b"))
			.withMessage("Topic name must not contain U+0000 but has it at index 1, remove it: 'a\\u0000b'");
	}

	@Test
	void topicNameWithLoneSurrogateIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicName.requireValid("a/\uD800"))
			.withMessageStartingWith("Topic name must not contain a surrogate without its partner");
	}

	@Test
	@Mqtt5("MQTT-4.7.3-3")
	@Mqtt3("MQTT-4.7.3-3")
	void topicNameHasAtMost65535Bytes() {
		assertThatNoException().isThrownBy(() -> TopicName.requireValid("a".repeat(65_535)));
		assertThatNoException().isThrownBy(() -> TopicName.requireValid("\u20AC".repeat(21_845)));
		assertThatIllegalArgumentException().isThrownBy(() -> TopicName.requireValid("a".repeat(65_536)))
			.withMessageStartingWith("Topic name must have at most 65535 bytes in UTF-8 but has 65536 characters");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicName.requireValid("\u20AC".repeat(21_845) + "a"))
			.withMessageStartingWith("Topic name must have at most 65535 bytes in UTF-8 but has 65536 bytes");
	}

}
