package io.topicwire.mqtt.sample;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the messages that machines and monitor exchange.
 */
class MessageTests {

	private final JsonMapper jsonMapper = JsonMapper.builder().build();

	@Test
	void readingIsReadFromJson() {
		assertThat(read("{\"celsius\":71.5,\"time\":\"2026-11-24T08:00:00Z\"}"))
			.isEqualTo(new Reading(71.5, Instant.parse("2026-11-24T08:00:00Z")));
	}

	@Test
	void readingOfAMachineWithoutClockIsReadFromJson() {
		assertThat(read("{\"celsius\":71.5}")).isEqualTo(new Reading(71.5, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{}", "{\"celsius\":null}", "{\"celsius\":\"NaN\"}", "{\"celsius\":-300}",
			"{\"celsius\":\"warm\"}", "[]", "hot" })
	void readingIsNotReadFromAnythingElse(String json) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(json));
	}

	private Reading read(String json) {
		return this.jsonMapper.readValue(json, Reading.class);
	}

	@Test
	void commandIsWrittenAsJson() {
		assertThat(this.jsonMapper.writeValueAsString(new Command(Command.COOL_DOWN, "too hot")))
			.isEqualTo("{\"action\":\"cool-down\",\"reason\":\"too hot\"}");
	}

	@ParameterizedTest
	@EnumSource
	void stateIsReadFromItsText(MachineState state) {
		assertThat(MachineState.of(state.text() + "\n")).isEqualTo(state);
	}

	@Test
	void unknownStateIsNotRepeatedInTheError() {
		assertThatIllegalArgumentException().isThrownBy(() -> MachineState.of("secret"))
			.withMessage("State must be one of running, cooling and offline");
	}

	@Test
	void topicsNamePlantAndMachine() {
		assertThat(new MachineId("north", "press").topic("commands")).isEqualTo("plants/north/machines/press/commands");
	}

}
