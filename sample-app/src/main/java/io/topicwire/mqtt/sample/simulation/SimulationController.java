package io.topicwire.mqtt.sample.simulation;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
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
 * What people may do to the simulated machines. Has to be sent as JSON, which no page of
 * another site can do without being allowed to.
 */
@RestController
@RequestMapping("/api/simulation")
@ConditionalOnBooleanProperty(name = "sample.simulation.enabled", matchIfMissing = true)
class SimulationController {

	private final Simulation simulation;

	private final SimulationProperties properties;

	SimulationController(Simulation simulation, SimulationProperties properties) {
		this.simulation = simulation;
		this.properties = properties;
	}

	@GetMapping
	SimulatedMachines machines() {
		return new SimulatedMachines(this.properties.plant(), this.properties.machines());
	}

	@PostMapping(path = "/{machine}/nonsense", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	void publishNonsense(@PathVariable String machine) {
		device(machine).publishNonsense();
	}

	@PostMapping(path = "/{machine}/fault", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	void publishFault(@PathVariable String machine) {
		device(machine).publishFault();
	}

	@PostMapping(path = "/{machine}/kill", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	void kill(@PathVariable String machine) {
		this.simulation.pullCable(device(machine));
	}

	private Device device(String machine) {
		Device device = this.simulation.device(machine);
		if (device == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no simulated machine " + machine);
		}
		return device;
	}

	/**
	 * The simulated machines.
	 *
	 * @param plant the plant that they stand in
	 * @param machines their names
	 */
	record SimulatedMachines(String plant, List<String> machines) {

	}

}
