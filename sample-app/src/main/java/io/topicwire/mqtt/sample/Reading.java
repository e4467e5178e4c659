package io.topicwire.mqtt.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a machine publishes to {@code plants/{plant}/machines/{machine}/temperature}, for
 * example <code>{"celsius":71.5,"time":"2026-11-24T08:00:00Z"}</code>.
 *
 * @param celsius the temperature, not below absolute zero
 * @param time when it was measured, or {@code null} if the machine has no clock
 * @since 0.1.0
 */
public record Reading(double celsius, @Nullable Instant time) {

	private static final double ABSOLUTE_ZERO = -273.15;

	/**
	 * Create a reading.
	 * @throws IllegalArgumentException if there can be no such temperature
	 */
	public Reading {
		if (!Double.isFinite(celsius) || celsius < ABSOLUTE_ZERO) {
			throw new IllegalArgumentException("Temperature must be a number from -273.15 up but was " + celsius);
		}
	}

}
