package io.topicwire.mqtt.sample.monitor;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

import io.topicwire.mqtt.sample.Command;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.Reading;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.stereotype.Component;

/**
 * Tells machines that are too hot to cool down: once each time that they get too hot, and
 * again from time to time while they stay so. Thread-safe.
 */
@Component
class OverheatAlarm {

	private static final Log logger = LogFactory.getLog(OverheatAlarm.class);

	private final Machines machines;

	private final MachineCommands machineCommands;

	private final MonitorProperties properties;

	private final Clock clock;

	OverheatAlarm(Machines machines, MachineCommands machineCommands, MonitorProperties properties, Clock clock) {
		this.machines = machines;
		this.machineCommands = machineCommands;
		this.properties = properties;
		this.clock = clock;
	}

	void check(MachineId id, Reading reading) {
		Instant now = this.clock.instant();
		Command command = new Command(Command.COOL_DOWN,
				String.format(Locale.ROOT, "%.1f °C is over %.1f °C", reading.celsius(), this.properties.limit()));
		if (this.machines.updateIf(id, (machine) -> isDue(machine, now),
				(machine) -> machine.commanded(command, now))) {
			send(id, command);
		}
	}

	/**
	 * Tell a machine to cool down however warm it is.
	 * @param id a machine that is known
	 * @param reason why, for people to read
	 */
	void coolDown(MachineId id, String reason) {
		Command command = new Command(Command.COOL_DOWN, reason);
		Instant now = this.clock.instant();
		this.machines.update(id, (machine) -> machine.commanded(command, now));
		send(id, command);
	}

	private boolean isDue(Machine machine, Instant now) {
		if (machine.hotSince() == null) {
			return false;
		}
		CommandStatus last = machine.command();
		if (last == null) {
			return true;
		}
		boolean cooledSince = last.confirmed() != null && last.raised().isBefore(machine.hotSince());
		return cooledSince || !now.isBefore(last.raised().plus(this.properties.repeatAfter()));
	}

	private void send(MachineId id, Command command) {
		logger.info("Machine " + id + " has to cool down: " + command.reason());
		this.machineCommands.send(id.plant(), id.machine(), command).whenComplete((result, ex) -> {
			if (ex != null) {
				logger.warn("Command for machine " + id + " could not be sent: " + ex.getMessage());
				withdraw(id, command);
			}
		});
	}

	// A command that was not sent is forgotten, so that the next reading raises it again
	private void withdraw(MachineId id, Command command) {
		this.machines.updateIf(id, (machine) -> machine.command() != null && machine.command().command() == command,
				(machine) -> machine.command(null));
	}

}
