package io.topicwire.mqtt.sample.monitor;

import java.util.List;

/**
 * What the analysis has found out about the vibrations of a machine.
 *
 * @param hertz the frequency at which it vibrates most
 * @param millimetresPerSecond how strongly it vibrates there
 * @param spectrum how strongly it vibrates at each frequency, in mm/s
 * @param instance which instance has found that out
 * @since 0.1.0
 */
public record Vibration(double hertz, double millimetresPerSecond, List<Float> spectrum, String instance) {

	/**
	 * Create a vibration.
	 */
	public Vibration {
		spectrum = List.copyOf(spectrum);
	}

}
