package io.topicwire.mqtt.benchmarks.comparison;

import java.util.List;
import java.util.Optional;

import io.topicwire.mqtt.benchmarks.measure.Result;

/**
 * Writes what has been measured as tables in Markdown.
 */
final class Tables {

	private final Plan plan;

	private final Measurements measurements;

	Tables(Plan plan, Measurements measurements) {
		this.plan = plan;
		this.measurements = measurements;
	}

	String overview() {
		StringBuilder table = new StringBuilder("| metric |");
		this.plan.clients().forEach((client) -> table.append(' ').append(client.title()).append(" |"));
		table.append(" × best peer | × limit |\n|---|")
			.append("---|".repeat(this.plan.clients().size() + 2))
			.append('\n');
		for (Metric metric : this.plan.metrics()) {
			row(table, metric, Quantity.of(metric));
		}
		return table.toString();
	}

	private void row(StringBuilder table, Metric metric, Quantity quantity) {
		table.append("| ").append(metric.option()).append(" (").append(quantity.unit()).append(") |");
		for (Client client : this.plan.clients()) {
			Samples samples = this.measurements.of(metric, client);
			table.append(' ')
				.append(samples.statistic(quantity::of).map(Tables::cell).orElse("–"))
				.append(samples.failure().map((failure) -> " (failed)").orElse(""))
				.append(" |");
		}
		table.append(' ').append(ratio(metric, quantity, bestPeer(metric, quantity))).append(" |");
		table.append(' ').append(ratio(metric, quantity, median(metric, quantity, Client.LIMIT))).append(" |\n");
	}

	private String ratio(Metric metric, Quantity quantity, Optional<Double> other) {
		Optional<Double> own = median(metric, quantity, Client.TOPICWIRE);
		return (own.isPresent() && other.isPresent()) ? Figures.number(own.get() / other.get()) : "–";
	}

	private Optional<Double> bestPeer(Metric metric, Quantity quantity) {
		List<Double> peers = this.plan.clients()
			.stream()
			.filter(Client::isPeer)
			.flatMap((client) -> median(metric, quantity, client).stream())
			.sorted()
			.toList();
		if (peers.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(peers.get(quantity.moreIsBetter() ? peers.size() - 1 : 0));
	}

	private Optional<Double> median(Metric metric, Quantity quantity, Client client) {
		return this.measurements.of(metric, client).statistic(quantity::of).map(Statistic::median);
	}

	private static String cell(Statistic statistic) {
		return Figures.number(statistic.median()) + " (" + Figures.number(statistic.lowest()) + "–"
				+ Figures.number(statistic.highest()) + ")";
	}

	/**
	 * What of a result is shown.
	 */
	private record Quantity(String name, String unit, double divisor, boolean moreIsBetter) {

		private static Quantity of(Metric metric) {
			return switch (metric) {
				case ROUND_TRIP_QOS1, ECHO_QOS0 -> new Quantity(Result.P50, "p50, µs", 1, false);
				case PUBLISH_64K, RECEIVE_64K -> new Quantity(Result.MEGABYTES, "MB/s", 1, true);
				default -> new Quantity(Result.RATE, "k msg/s", 1_000, true);
			};
		}

		private @org.jspecify.annotations.Nullable Double of(Result result) {
			Double value = result.values().get(this.name);
			return (value != null) ? value / this.divisor : null;
		}

	}

}
