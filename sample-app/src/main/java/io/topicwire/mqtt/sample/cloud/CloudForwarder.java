package io.topicwire.mqtt.sample.cloud;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.topicwire.mqtt.sample.MachineState;
import io.topicwire.mqtt.sample.Summary;
import io.topicwire.mqtt.sample.monitor.Machine;
import io.topicwire.mqtt.sample.monitor.Machines;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends a summary of each plant to the cloud from time to time, in place of each single
 * reading.
 */
@Component
class CloudForwarder {

	private static final Log logger = LogFactory.getLog(CloudForwarder.class);

	private static final Comparator<Machine> BY_TEMPERATURE = Comparator.comparingDouble(CloudForwarder::celsius);

	private final Machines machines;

	private final CloudReports cloudReports;

	private final Clock clock;

	CloudForwarder(Machines machines, CloudReports cloudReports, Clock clock) {
		this.machines = machines;
		this.cloudReports = cloudReports;
		this.clock = clock;
	}

	@Scheduled(fixedRateString = "${sample.cloud.interval}", initialDelayString = "${sample.cloud.interval}")
	void forward() {
		Map<String, List<Machine>> plants = this.machines.all()
			.stream()
			.filter((machine) -> machine.reading() != null)
			.collect(Collectors.groupingBy((machine) -> machine.id().plant(), TreeMap::new, Collectors.toList()));
		plants.forEach((plant, machines) -> report(plant, summarize(machines)));
	}

	private Summary summarize(List<Machine> machines) {
		Machine hottest = machines.stream().max(BY_TEMPERATURE).orElseThrow();
		int offline = (int) machines.stream().filter((machine) -> machine.state() == MachineState.OFFLINE).count();
		double average = machines.stream().mapToDouble(CloudForwarder::celsius).average().orElseThrow();
		return new Summary(machines.size(), offline, Math.round(average * 10) / 10.0, hottest.id().machine(),
				celsius(hottest), this.clock.instant());
	}

	private static double celsius(Machine machine) {
		return Objects.requireNonNull(machine.reading()).celsius();
	}

	private void report(String plant, Summary summary) {
		this.cloudReports.report(plant, summary).exceptionally((ex) -> {
			logger.warn("Summary of plant " + plant + " did not reach the cloud: " + ex.getMessage());
			return null;
		});
	}

}
