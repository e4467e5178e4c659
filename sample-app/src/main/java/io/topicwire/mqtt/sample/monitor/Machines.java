package io.topicwire.mqtt.sample.monitor;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.sample.MachineId;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Keeps what is known about all machines. Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public class Machines {

	/**
	 * How many machines there is room for, as anybody may publish for any name.
	 */
	static final int CAPACITY = 500;

	private static final Comparator<Machine> BY_NAME = Comparator.comparing((Machine machine) -> machine.id().plant())
		.thenComparing((machine) -> machine.id().machine());

	private final ConcurrentMap<MachineId, Machine> machines = new ConcurrentHashMap<>();

	private final List<Consumer<MachineId>> observers = new CopyOnWriteArrayList<>();

	/**
	 * Change what is known about a machine.
	 * @param id the machine, which may be a new one
	 * @param change makes the new from the old
	 * @throws IllegalStateException if the machine is new and there are too many
	 */
	public void update(MachineId id, UnaryOperator<Machine> change) {
		updateIf(id, (machine) -> true, change);
	}

	/**
	 * Change what is known about a machine if a condition is met, in one step.
	 * @param id the machine, which may be a new one
	 * @param condition the condition
	 * @param change makes the new from the old
	 * @return whether the condition was met
	 * @throws IllegalStateException if the machine is new and there are too many
	 */
	boolean updateIf(MachineId id, Predicate<Machine> condition, UnaryOperator<Machine> change) {
		if (this.machines.size() >= CAPACITY && !this.machines.containsKey(id)) {
			throw new IllegalStateException("There is no room for more than " + CAPACITY + " machines");
		}
		boolean[] changed = new boolean[1];
		this.machines.compute(id, (key, known) -> {
			Machine machine = (known != null) ? known : Machine.unknown(id);
			changed[0] = condition.test(machine);
			return (changed[0]) ? change.apply(machine) : known;
		});
		if (changed[0]) {
			this.observers.forEach((observer) -> observer.accept(id));
		}
		return changed[0];
	}

	/**
	 * Return what is known about a machine.
	 * @param id the machine
	 * @return the machine, or {@code null} if nothing is known
	 */
	public @Nullable Machine get(MachineId id) {
		return this.machines.get(id);
	}

	/**
	 * Return what is known about all machines.
	 * @return the machines in the order of their names
	 */
	public List<Machine> all() {
		return this.machines.values().stream().sorted(BY_NAME).toList();
	}

	/**
	 * Add an observer.
	 * @param observer called after each change with the machine that has changed, on the
	 * thread that has changed it, so it must be quick
	 */
	public void observe(Consumer<MachineId> observer) {
		this.observers.add(observer);
	}

}
