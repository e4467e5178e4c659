package io.topicwire.mqtt.benchmarks.comparison;

import java.util.List;

/**
 * What is to be run.
 *
 * @param clients the clients
 * @param metrics the metrics
 * @param rounds how often
 * @param warmup how long each process works before it measures, at most, in milliseconds
 * @param duration how long it measures, about, in milliseconds
 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
 */
record Plan(List<Client> clients, List<Metric> metrics, int rounds, int warmup, int duration, int version) {

	Plan clients(List<Client> clients) {
		return new Plan(clients, this.metrics, this.rounds, this.warmup, this.duration, this.version);
	}

	Plan metrics(List<Metric> metrics) {
		return new Plan(this.clients, metrics, this.rounds, this.warmup, this.duration, this.version);
	}

	/**
	 * Return this plan with what makes sense with any server: those metrics in which
	 * messages are sent or received.
	 */
	Plan traffic() {
		List<Metric> traffic = this.metrics.stream().filter(Metric::isTraffic).toList();
		return metrics(traffic)
			.clients(this.clients.stream().filter((client) -> traffic.stream().anyMatch(client::takesPartIn)).toList());
	}

	Plan rounds(int rounds) {
		return new Plan(this.clients, this.metrics, rounds, this.warmup, this.duration, this.version);
	}

	Plan times(int warmup, int duration) {
		return new Plan(this.clients, this.metrics, this.rounds, warmup, duration, this.version);
	}

	Plan version(int version) {
		return new Plan(this.clients, this.metrics, this.rounds, this.warmup, this.duration, version);
	}

}
