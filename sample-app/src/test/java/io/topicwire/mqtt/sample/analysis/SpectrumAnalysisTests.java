package io.topicwire.mqtt.sample.analysis;

import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.sample.monitor.Vibration;
import io.topicwire.mqtt.sample.vibration.VibrationSpectrum;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SpectrumAnalysis}.
 */
class SpectrumAnalysisTests {

	@Test
	void strongestFrequencyIsFound() {
		assertThat(SpectrumAnalysis.analyse(spectrum(List.of(0.5f, 1f, 4.25f, 1f)), "analysis-1"))
			.isEqualTo(new Vibration(30, 4.25, List.of(0.5f, 1f, 4.25f, 1f), "analysis-1"));
	}

	@Test
	void spectrumHasAtLeastOneFrequencyAndNotTooMany() {
		for (int steps : new int[] { 0, SpectrumAnalysis.MAX_STEPS + 1 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> SpectrumAnalysis.analyse(spectrum(Collections.nCopies(steps, 1f)), "analysis-1"))
				.withMessage("Spectrum must have from 1 to 256 frequencies but has " + steps);
		}
	}

	private static VibrationSpectrum spectrum(List<Float> velocities) {
		return VibrationSpectrum.newBuilder().setHertzPerStep(10).addAllMillimetresPerSecond(velocities).build();
	}

}
