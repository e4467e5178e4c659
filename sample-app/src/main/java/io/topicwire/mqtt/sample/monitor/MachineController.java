package io.topicwire.mqtt.sample.monitor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.topicwire.mqtt.sample.Diagnosis;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * What people may ask of the machines. Whatever has an effect has to be sent as JSON,
 * which no page of another site can do without being allowed to.
 */
@RestController
@RequestMapping("/api/machines")
class MachineController {

	private final Machines machines;

	private final OverheatAlarm overheatAlarm;

	private final MqttTemplate mqttTemplate;

	MachineController(Machines machines, OverheatAlarm overheatAlarm, MqttTemplate mqttTemplate) {
		this.machines = machines;
		this.overheatAlarm = overheatAlarm;
		this.mqttTemplate = mqttTemplate;
	}

	@GetMapping
	List<Machine> machines() {
		return this.machines.all();
	}

	// No thread waits for the machine: the answer is sent when the future completes
	@PostMapping(path = "/{plant}/{machine}/diagnosis", consumes = MediaType.APPLICATION_JSON_VALUE)
	CompletableFuture<Diagnosis> diagnose(@PathVariable String plant, @PathVariable String machine) {
		MachineId id = known(plant, machine);
		return this.mqttTemplate.to(id.topic("diagnosis"))
			.topicTemplate("plants/{plant}/machines/{machine}/diagnosis")
			.sendAndReceive(Diagnosis.class)
			.exceptionally((ex) -> {
				throw new ResponseStatusException(status(ex), ex.getMessage(), ex);
			});
	}

	/**
	 * Return how a request is answered that a machine did not reply to.
	 * @param failure why there is no reply
	 * @return not implemented if the version of MQTT has no requests
	 */
	static HttpStatus status(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		return (cause instanceof IllegalStateException) ? HttpStatus.NOT_IMPLEMENTED : HttpStatus.GATEWAY_TIMEOUT;
	}

	@PostMapping(path = "/{plant}/{machine}/cool-down", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	void coolDown(@PathVariable String plant, @PathVariable String machine) {
		this.overheatAlarm.coolDown(known(plant, machine), "Somebody asked for it");
	}

	private MachineId known(String plant, String machine) {
		MachineId id = new MachineId(plant, machine);
		if (this.machines.get(id) == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no machine " + id);
		}
		return id;
	}

}
