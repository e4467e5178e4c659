package io.topicwire.mqtt.sample.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

import io.topicwire.mqtt.sample.MachineState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedMachine}.
 */
class SimulatedMachineTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void startsCoolAndOverheatsWithinEightySeconds(long seed) {
		SimulatedMachine machine = new SimulatedMachine(new SplittableRandom(seed));
		assertThat(machine.measure()).isBetween(55.0, 75.0);
		machine.advance(Duration.ofSeconds(80));
		assertThat(machine.state()).isEqualTo(MachineState.RUNNING);
		assertThat(machine.measure()).isGreaterThan(90);
	}

	@Test
	void coolsDownWhenToldToAndThenRunsAgain() {
		SimulatedMachine machine = new SimulatedMachine(new SplittableRandom(1));
		machine.advance(Duration.ofSeconds(80));
		double hot = machine.measure();
		machine.coolDown();
		machine.advance(Duration.ofSeconds(4));
		assertThat(machine.state()).isEqualTo(MachineState.COOLING);
		assertThat(machine.measure()).isLessThan(hot - 5);
		machine.advance(Duration.ofSeconds(60));
		assertThat(machine.state()).isEqualTo(MachineState.RUNNING);
		double cool = machine.measure();
		machine.advance(Duration.ofSeconds(20));
		assertThat(machine.measure()).isGreaterThan(cool + 5);
	}

	@Test
	void doesNotMelt() {
		SimulatedMachine machine = new SimulatedMachine(new SplittableRandom(1));
		machine.advance(Duration.ofHours(1));
		assertThat(machine.measure()).isBetween(115.0, 125.0);
	}

}
