package io.topicwire.mqtt.sample.analysis;

import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.monitor.Machines;
import io.topicwire.mqtt.sample.monitor.Vibration;
import io.topicwire.mqtt.sample.vibration.VibrationSpectrum;
import io.topicwire.mqtt.spring.annotation.MqttListener;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * The two instances. Each has a connection of its own, as if it ran in another process,
 * and both have the same share name, so that the broker gives each message to one of
 * them.
 */
@Component
class VibrationListeners {

	private static final String VIBRATIONS = "plants/{plant}/machines/{machine}/vibration";

	private final Machines machines;

	private final AnalysisShares shares;

	VibrationListeners(Machines machines, AnalysisShares shares) {
		this.machines = machines;
		this.shares = shares;
	}

	@MqttListener(id = "analysis-1", topics = VIBRATIONS, shareName = "analysis", connection = "analysis-1",
			messageConverter = "protobufMessageConverter")
	void onVibrationAtTheFirst(@Payload VibrationSpectrum spectrum, @DestinationVariable String plant,
			@DestinationVariable String machine) {
		analyse(spectrum, new MachineId(plant, machine), "analysis-1");
	}

	@MqttListener(id = "analysis-2", topics = VIBRATIONS, shareName = "analysis", connection = "analysis-2",
			messageConverter = "protobufMessageConverter")
	void onVibrationAtTheSecond(@Payload VibrationSpectrum spectrum, @DestinationVariable String plant,
			@DestinationVariable String machine) {
		analyse(spectrum, new MachineId(plant, machine), "analysis-2");
	}

	private void analyse(VibrationSpectrum spectrum, MachineId id, String instance) {
		Vibration vibration = SpectrumAnalysis.analyse(spectrum, instance);
		this.machines.update(id, (known) -> known.vibrating(vibration));
		this.shares.count(instance);
	}

}
