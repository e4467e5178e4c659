package io.topicwire.mqtt.sample;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a machine publishes, retained, to {@code plants/{plant}/machines/{machine}/state}
 * as plain text.
 *
 * @since 0.1.0
 */
public enum MachineState {

	/**
	 * The machine works, and gets warmer.
	 */
	RUNNING,

	/**
	 * The machine works less until it has cooled down.
	 */
	COOLING,

	/**
	 * The machine is not connected: its last will, published by the broker.
	 */
	OFFLINE;

	/**
	 * Return the state that is written like this.
	 * @param text the text of a message
	 * @return the state
	 * @throws IllegalArgumentException if there is no such state; the text, which may be
	 * anything, is not repeated
	 */
	public static MachineState of(String text) {
		for (MachineState state : values()) {
			if (state.text().equals(text.strip())) {
				return state;
			}
		}
		throw new IllegalArgumentException("State must be one of running, cooling and offline");
	}

	/**
	 * Return the state as it is written in a message.
	 * @return the name in lower case
	 */
	@JsonValue
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
