package io.topicwire.mqtt.sample;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a machine publishes to {@code plants/{plant}/machines/{machine}/confirmations}
 * when it obeys a command, for example <code>{"action":"cool-down"}</code>.
 *
 * @param action the action of the command
 * @param time when the machine began, or {@code null} if it has no clock
 * @since 0.1.0
 */
public record Confirmation(String action, @Nullable Instant time) {

	/**
	 * Create a confirmation.
	 */
	public Confirmation {
		Objects.requireNonNull(action, "action must not be null");
	}

}
