package io.topicwire.mqtt.sample;

import java.util.Objects;

/**
 * What a machine answers to a request to
 * {@code plants/{plant}/machines/{machine}/diagnosis}.
 *
 * @param state the state of the machine
 * @param celsius how warm it is now
 * @param uptimeSeconds for how long it has been switched on
 * @param connections how many connections to the broker it has had
 * @param advice what to do, for people to read
 * @since 0.1.0
 */
public record Diagnosis(MachineState state, double celsius, long uptimeSeconds, long connections, String advice) {

	/**
	 * Create a diagnosis.
	 */
	public Diagnosis {
		Objects.requireNonNull(state, "state must not be null");
		Objects.requireNonNull(advice, "advice must not be null");
	}

}
