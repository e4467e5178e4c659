package io.topicwire.mqtt.boot.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PayloadValues}.
 */
class PayloadValuesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''          | 21.5                           | 21.5
			/value      | {"value":21.5}                 | 21.5
			/a/b/1      | {"a":{"b":[1,2]}}              | 2
			/0          | [7]                            | 7
			/a~1b/c~0d  | {"a/b":{"c~d":3}}              | 3
			""")
	void numberIsFound(String pointer, String payload, double expected) {
		Number number = new PayloadValues(pointer).find(payload);
		assertThat(number).isNotNull();
		assertThat(number.doubleValue()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''      | running
			''      | NaN
			/value  | {"value":"21.5"}
			/value  | {"other":1}
			/value  | {"value":
			/5      | [7]
			/value  | 21.5
			""")
	void whatIsNoNumberIsNotFound(String pointer, String payload) {
		assertThat(new PayloadValues(pointer).find(payload)).isNull();
	}

	@Test
	void pointerMustBeginWithASlash() {
		assertThatExceptionOfType(ConsoleException.class).isThrownBy(() -> new PayloadValues("value"));
	}

}
