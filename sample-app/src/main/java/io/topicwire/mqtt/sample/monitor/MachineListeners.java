package io.topicwire.mqtt.sample.monitor;

import java.time.Clock;
import java.time.Instant;

import io.topicwire.mqtt.sample.Confirmation;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.MachineState;
import io.topicwire.mqtt.sample.Reading;
import io.topicwire.mqtt.sample.history.ReadingHistory;
import io.topicwire.mqtt.spring.annotation.MqttListener;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * Receives what the machines publish.
 */
@Component
class MachineListeners {

	private final Machines machines;

	private final ReadingHistory readingHistory;

	private final OverheatAlarm overheatAlarm;

	private final MonitorProperties properties;

	private final Clock clock;

	MachineListeners(Machines machines, ReadingHistory readingHistory, OverheatAlarm overheatAlarm,
			MonitorProperties properties, Clock clock) {
		this.machines = machines;
		this.readingHistory = readingHistory;
		this.overheatAlarm = overheatAlarm;
		this.properties = properties;
		this.clock = clock;
	}

	// QoS 0 because a lost reading is soon followed by another
	@MqttListener(id = "temperatures", topics = "plants/{plant}/machines/{machine}/temperature", qos = "0")
	void onTemperature(@Payload Reading reading, @DestinationVariable String plant,
			@DestinationVariable String machine) {
		MachineId id = new MachineId(plant, machine);
		Instant now = this.clock.instant();
		this.machines.update(id, (known) -> known.measured(reading, now, this.properties.limit()));
		this.overheatAlarm.check(id, reading);
		this.readingHistory.add(id, reading, now);
	}

	@MqttListener(id = "states", topics = "plants/{plant}/machines/{machine}/state", qos = "1")
	void onState(@Payload String text, @DestinationVariable String plant, @DestinationVariable String machine) {
		MachineState state = MachineState.of(text);
		this.machines.update(new MachineId(plant, machine), (known) -> known.state(state));
	}

	@MqttListener(id = "confirmations", topics = "plants/{plant}/machines/{machine}/confirmations", qos = "1")
	void onConfirmation(@Payload Confirmation confirmation, @DestinationVariable String plant,
			@DestinationVariable String machine) {
		this.machines.update(new MachineId(plant, machine),
				(known) -> known.confirmed(confirmation, this.clock.instant()));
	}

}
