package io.topicwire.mqtt.sample;

import java.util.Objects;

/**
 * What the monitor publishes to {@code plants/{plant}/machines/{machine}/commands}, for
 * example <code>{"action":"cool-down","reason":"91.2 °C is over 90.0 °C"}</code>.
 *
 * @param action what the machine has to do
 * @param reason why, for people to read
 * @since 0.1.0
 */
public record Command(String action, String reason) {

	/**
	 * Work less until the machine has cooled down.
	 */
	public static final String COOL_DOWN = "cool-down";

	/**
	 * Create a command.
	 */
	public Command {
		Objects.requireNonNull(action, "action must not be null");
		Objects.requireNonNull(reason, "reason must not be null");
	}

}
