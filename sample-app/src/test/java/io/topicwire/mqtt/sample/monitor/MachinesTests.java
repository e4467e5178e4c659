package io.topicwire.mqtt.sample.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.MachineState;
import io.topicwire.mqtt.sample.Reading;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Machines} and {@link Machine}.
 */
class MachinesTests {

	private static final MachineId PRESS = new MachineId("north", "press");

	private static final Instant TIME = Instant.parse("2026-11-24T08:00:00Z");

	private final Machines machines = new Machines();

	@Test
	void observersSeeWhatHasChanged() {
		List<Machine> seen = new ArrayList<>();
		this.machines.observe((id) -> seen.add(this.machines.get(id)));
		this.machines.update(PRESS, (machine) -> machine.state(MachineState.RUNNING));
		assertThat(this.machines.updateIf(PRESS, (machine) -> machine.reading() != null,
				(machine) -> machine.state(MachineState.OFFLINE)))
			.isFalse();
		assertThat(seen).containsExactlyElementsOf(this.machines.all());
		assertThat(seen).extracting(Machine::state).containsExactly(MachineState.RUNNING);
	}

	@Test
	void conditionThatIsNotMetMakesNoMachine() {
		this.machines.updateIf(PRESS, (machine) -> false, (machine) -> machine);
		assertThat(this.machines.all()).isEmpty();
	}

	@Test
	void machinesAreInTheOrderOfTheirNames() {
		List.of(new MachineId("south", "a"), new MachineId("north", "b"), PRESS)
			.forEach((id) -> this.machines.update(id, (machine) -> machine));
		assertThat(this.machines.all()).extracting((machine) -> machine.id().toString())
			.containsExactly("north/b", "north/press", "south/a");
	}

	@Test
	void thereIsRoomForSoManyMachinesOnly() {
		IntStream.range(0, Machines.CAPACITY)
			.forEach((number) -> this.machines.update(new MachineId("north", "m" + number), (machine) -> machine));
		assertThatIllegalStateException().isThrownBy(() -> this.machines.update(PRESS, (machine) -> machine))
			.withMessage("There is no room for more than 500 machines");
		this.machines.update(new MachineId("north", "m7"), (machine) -> machine.state(MachineState.RUNNING));
		assertThat(this.machines.all()).hasSize(Machines.CAPACITY);
	}

	@Test
	void historyKeepsTheLastSixtyTemperatures() {
		IntStream.range(0, 100)
			.forEach((number) -> this.machines.update(PRESS,
					(machine) -> machine.measured(new Reading(number, null), TIME, 90)));
		assertThat(this.machines.all()).singleElement()
			.satisfies((machine) -> assertThat(machine.history()).hasSize(60).startsWith(40.0).endsWith(99.0));
	}

}
