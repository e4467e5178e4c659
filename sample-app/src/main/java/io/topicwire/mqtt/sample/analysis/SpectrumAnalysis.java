package io.topicwire.mqtt.sample.analysis;

import java.util.List;

import io.topicwire.mqtt.sample.monitor.Vibration;
import io.topicwire.mqtt.sample.vibration.VibrationSpectrum;

/**
 * Finds the frequency at which a machine vibrates most.
 */
final class SpectrumAnalysis {

	/**
	 * How many frequencies a spectrum may have, as anybody may publish one.
	 */
	static final int MAX_STEPS = 256;

	private SpectrumAnalysis() {
	}

	static Vibration analyse(VibrationSpectrum spectrum, String instance) {
		List<Float> velocities = spectrum.getMillimetresPerSecondList();
		if (velocities.isEmpty() || velocities.size() > MAX_STEPS) {
			throw new IllegalArgumentException(
					"Spectrum must have from 1 to " + MAX_STEPS + " frequencies but has " + velocities.size());
		}
		int strongest = 0;
		for (int i = 1; i < velocities.size(); i++) {
			if (velocities.get(i) > velocities.get(strongest)) {
				strongest = i;
			}
		}
		return new Vibration((strongest + 1) * spectrum.getHertzPerStep(), velocities.get(strongest),
				List.copyOf(velocities), instance);
	}

}
