package io.topicwire.mqtt.sample.monitor;

import java.time.Instant;

import io.topicwire.mqtt.sample.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command and what became of it.
 *
 * @param command the command
 * @param raised when it was raised
 * @param confirmed when the machine confirmed it, or {@code null} if it has not yet
 * @since 0.1.0
 */
public record CommandStatus(Command command, Instant raised, @Nullable Instant confirmed) {

	CommandStatus confirmed(Instant time) {
		return new CommandStatus(this.command, this.raised, time);
	}

}
