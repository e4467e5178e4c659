package io.topicwire.mqtt.sample;

import java.time.Instant;
import java.util.Objects;

/**
 * What the monitor publishes over the connection {@code cloud} to
 * {@code cloud/plants/{plant}/summary}.
 *
 * @param machines how many machines of the plant have told their temperature
 * @param offline how many machines are not connected
 * @param averageCelsius how warm they are on average
 * @param hottest the name of the hottest machine
 * @param hottestCelsius how warm that is
 * @param time when all this was so
 * @since 0.1.0
 */
public record Summary(int machines, int offline, double averageCelsius, String hottest, double hottestCelsius,
		Instant time) {

	/**
	 * Create a summary.
	 */
	public Summary {
		Objects.requireNonNull(hottest, "hottest must not be null");
		Objects.requireNonNull(time, "time must not be null");
	}

}
