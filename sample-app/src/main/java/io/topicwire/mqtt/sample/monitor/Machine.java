package io.topicwire.mqtt.sample.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.sample.Command;
import io.topicwire.mqtt.sample.Confirmation;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.MachineState;
import io.topicwire.mqtt.sample.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a machine at one moment. Immutable.
 *
 * @param id which machine it is
 * @param state the state that it told, or {@code null} if it told none
 * @param reading the last reading, or {@code null} if there was none
 * @param received when the last reading was received; the clock of the machine may be
 * wrong
 * @param hotSince when the first of the present row of readings over the limit was
 * received, or {@code null} if the machine is not too hot
 * @param command the last command, or {@code null} if there was none
 * @param history the last temperatures in °C, the oldest first
 * @param vibration how it vibrates, or {@code null} if nothing is known
 * @since 0.1.0
 */
public record Machine(MachineId id, @Nullable MachineState state, @Nullable Reading reading, @Nullable Instant received,
		@Nullable Instant hotSince, @Nullable CommandStatus command, List<Double> history,
		@Nullable Vibration vibration) {

	private static final int HISTORY_LENGTH = 60;

	static Machine unknown(MachineId id) {
		return new Machine(id, null, null, null, null, null, Collections.emptyList(), null);
	}

	Machine measured(Reading reading, Instant time, double limit) {
		Instant hotSince = (reading.celsius() > limit) ? firstNonNull(this.hotSince, time) : null;
		return new Machine(this.id, this.state, reading, time, hotSince, this.command, longer(reading.celsius()),
				this.vibration);
	}

	private static Instant firstNonNull(@Nullable Instant first, Instant second) {
		return (first != null) ? first : second;
	}

	private List<Double> longer(double celsius) {
		int dropped = Math.max(0, this.history.size() + 1 - HISTORY_LENGTH);
		List<Double> history = new ArrayList<>(this.history.subList(dropped, this.history.size()));
		history.add(celsius);
		return List.copyOf(history);
	}

	Machine state(MachineState state) {
		return new Machine(this.id, state, this.reading, this.received, this.hotSince, this.command, this.history,
				this.vibration);
	}

	/**
	 * Return what is known with another vibration.
	 * @param vibration how the machine vibrates
	 * @return what is known then
	 */
	public Machine vibrating(Vibration vibration) {
		return new Machine(this.id, this.state, this.reading, this.received, this.hotSince, this.command, this.history,
				vibration);
	}

	Machine command(@Nullable CommandStatus command) {
		return new Machine(this.id, this.state, this.reading, this.received, this.hotSince, command, this.history,
				this.vibration);
	}

	Machine commanded(Command command, Instant time) {
		return command(new CommandStatus(command, time, null));
	}

	/**
	 * Confirm the command. A confirmation of another one changes nothing, nor does a
	 * second confirmation.
	 */
	Machine confirmed(Confirmation confirmation, Instant time) {
		if (this.command == null || this.command.confirmed() != null
				|| !this.command.command().action().equals(confirmation.action())) {
			return this;
		}
		return command(this.command.confirmed(time));
	}

}
