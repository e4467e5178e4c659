package io.topicwire.mqtt.benchmarks.comparison;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All results, by metric and client.
 */
final class Measurements {

	private final Map<Metric, Map<Client, Samples>> samples = new EnumMap<>(Metric.class);

	Samples of(Metric metric, Client client) {
		return this.samples.computeIfAbsent(metric, (key) -> new EnumMap<>(Client.class))
			.computeIfAbsent(client, (key) -> new Samples());
	}

	Optional<Double> median(Metric metric, Quantity quantity, Client client) {
		return of(metric, client).statistic(quantity::of).map(Statistic::median);
	}

	/**
	 * Return the best median of a peer.
	 */
	Optional<Double> bestPeer(Metric metric, Quantity quantity) {
		Stream<Double> peers = Client.all()
			.stream()
			.filter(Client::isPeer)
			.flatMap((client) -> median(metric, quantity, client).stream());
		return quantity.moreIsBetter() ? peers.max(Double::compare) : peers.min(Double::compare);
	}

	/**
	 * Return our median divided by the best of a peer.
	 */
	Optional<Double> ratioToBestPeer(Metric metric, Quantity quantity) {
		return ratio(median(metric, quantity, Client.TOPICWIRE), bestPeer(metric, quantity));
	}

	/**
	 * Return our median divided by the limit.
	 */
	Optional<Double> ratioToLimit(Metric metric, Quantity quantity) {
		return ratio(metric, quantity, Client.TOPICWIRE, Client.LIMIT);
	}

	/**
	 * Return the median of a client divided by that of another.
	 */
	Optional<Double> ratio(Metric metric, Quantity quantity, Client client, Client other) {
		return ratio(median(metric, quantity, client), median(metric, quantity, other));
	}

	private static Optional<Double> ratio(Optional<Double> own, Optional<Double> other) {
		// Processor time is 0 where there was too little of it to be seen
		return own.flatMap((value) -> other.filter((divisor) -> divisor != 0).map((divisor) -> value / divisor));
	}

}
