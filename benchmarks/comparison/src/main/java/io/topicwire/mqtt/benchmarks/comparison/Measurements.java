package io.topicwire.mqtt.benchmarks.comparison;

import java.util.EnumMap;
import java.util.Map;

/**
 * All results, by metric and client.
 */
final class Measurements {

	private final Map<Metric, Map<Client, Samples>> samples = new EnumMap<>(Metric.class);

	Samples of(Metric metric, Client client) {
		return this.samples.computeIfAbsent(metric, (key) -> new EnumMap<>(Client.class))
			.computeIfAbsent(client, (key) -> new Samples());
	}

}
