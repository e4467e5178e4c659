package io.topicwire.mqtt.benchmarks.comparison;

import java.io.PrintStream;

import io.topicwire.mqtt.benchmarks.measure.Result;

/**
 * Runs a plan: round by round, and in each round metric by metric and client by client,
 * so that whatever disturbs the machine for a while disturbs all clients alike.
 */
final class Runner {

	private final Processes processes;

	private final Ports ports;

	private final PrintStream log;

	Runner(Processes processes, Ports ports, PrintStream log) {
		this.processes = processes;
		this.ports = ports;
		this.log = log;
	}

	Measurements run(Plan plan) {
		Measurements measurements = new Measurements();
		for (int round = 1; round <= plan.rounds(); round++) {
			for (Metric metric : plan.metrics()) {
				if (round == 1 && metric.isTraffic()) {
					warmUp(metric, plan);
				}
				for (Client client : plan.clients()) {
					if (round <= metric.rounds(plan) && client.takesPartIn(metric)) {
						measure(plan, metric, client, measurements.of(metric, client));
					}
				}
			}
		}
		return measurements;
	}

	// The server must be as fast for the first client as it is for the last
	private void warmUp(Metric metric, Plan plan) {
		this.processes.measure(Client.LIMIT, metric.task(Client.LIMIT, plan.times(100, 300), this.ports));
	}

	private void measure(Plan plan, Metric metric, Client client, Samples samples) {
		this.log.printf("%-22s %-13s ", metric.option(), client.title());
		try {
			Result result = this.processes.measure(client, metric.task(client, plan, this.ports));
			samples.add(result);
			this.log.println(Figures.summary(result));
		}
		catch (MeasurementException ex) {
			samples.failed(String.valueOf(ex.getMessage()));
			this.log.println("failed: " + ex.getMessage());
			this.log.println(ex.output().indent(4));
		}
	}

}
