package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VariableInt}.
 */
class VariableIntTests {

	@ParameterizedTest
	@CsvSource({ "0, 00", "127, 7F", "128, 80 01", "16383, FF 7F", "16384, 80 80 01", "2097151, FF FF 7F",
			"2097152, 80 80 80 01", "268435455, FF FF FF 7F" })
	@Mqtt5("MQTT-1.5.5-1")
	void valueIsEncodedInTheFewestBytes(int value, String expected) {
		byte[] bytes = new byte[VariableInt.size(value)];
		VariableInt.write(value, bytes, 0);
		assertThat(Codec.hex(bytes)).isEqualTo(expected);
		assertThat(VariableInt.read(bytes, 0, bytes.length)).isEqualTo(value);
		assertThat(VariableInt.read(bytes, 0, bytes.length - 1)).isEqualTo(VariableInt.INCOMPLETE);
	}

}
