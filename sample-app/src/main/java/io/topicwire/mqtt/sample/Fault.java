package io.topicwire.mqtt.sample;

import java.util.Objects;

/**
 * What a machine publishes to {@code plants/{plant}/machines/{machine}/faults} when it
 * needs somebody, for example <code>{"number":"F-17","text":"Bearing is worn"}</code>.
 *
 * @param number tells this fault from all others
 * @param text what is wrong, for people to read
 * @since 0.1.0
 */
public record Fault(String number, String text) {

	/**
	 * Create a fault.
	 */
	public Fault {
		Objects.requireNonNull(number, "number must not be null");
		Objects.requireNonNull(text, "text must not be null");
	}

}
