package io.topicwire.mqtt.benchmarks.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.topicwire.mqtt.benchmarks.measure.Result;

/**
 * Runs a plan: round by round, and in each round metric by metric and client by client,
 * so that whatever disturbs the machine for a while disturbs all clients alike.
 */
final class Runner {

	private final Processes processes;

	private final PrintStream log;

	Runner(Processes processes, PrintStream log) {
		this.processes = processes;
		this.log = log;
	}

	Measurements run(Plan plan) throws IOException {
		Process stub = this.processes.startStub();
		try (BufferedReader output = stub.inputReader(StandardCharsets.US_ASCII)) {
			String[] ports = output.readLine().split(" ");
			return run(plan, new Ports(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]),
					Integer.parseInt(ports[2]), false));
		}
		finally {
			stub.destroy();
		}
	}

	private Measurements run(Plan plan, Ports ports) {
		Measurements measurements = new Measurements();
		warmUp(plan, ports);
		for (int round = 1; round <= plan.rounds(); round++) {
			for (Metric metric : plan.metrics()) {
				for (Client client : plan.clients()) {
					measure(plan, ports, metric, client, measurements.of(metric, client));
				}
			}
		}
		return measurements;
	}

	// The stub must be as fast for the first client as it is for the last
	private void warmUp(Plan plan, Ports ports) {
		for (Metric metric : plan.metrics()) {
			this.processes.measure(Client.LIMIT, metric.task(Client.LIMIT, plan.times(100, 500), ports));
		}
	}

	private void measure(Plan plan, Ports ports, Metric metric, Client client, Samples samples) {
		this.log.printf("%-22s %-13s ", metric.option(), client.title());
		try {
			Result result = this.processes.measure(client, metric.task(client, plan, ports));
			samples.add(result);
			this.log.println(Figures.summary(metric, result));
		}
		catch (MeasurementException ex) {
			samples.failed(ex.getMessage());
			this.log.println("failed: " + ex.getMessage());
			this.log.println(ex.output().indent(4));
		}
	}

}
