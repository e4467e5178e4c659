package io.topicwire.mqtt.benchmarks.comparison;

import java.util.List;
import java.util.Optional;

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

	/**
	 * Return what matters most of each metric.
	 */
	String overview() {
		return table(this.plan.metrics()
			.stream()
			.filter((metric) -> !metric.isIdle() && metric != Metric.LISTENER_JSON)
			.toList());
	}

	/**
	 * Return what listeners of Spring cost.
	 */
	String listeners() {
		return table(this.plan.metrics().stream().filter((metric) -> metric == Metric.LISTENER_JSON).toList());
	}

	/**
	 * Return what connections cost that do nothing.
	 */
	String idle() {
		return table(this.plan.metrics().stream().filter(Metric::isIdle).toList());
	}

	private String table(List<Metric> metrics) {
		List<Client> columns = columns(metrics);
		StringBuilder table = header(columns);
		metrics.forEach((metric) -> row(table, columns, metric, metric.quantity()));
		return metrics.isEmpty() ? "" : table.toString();
	}

	/**
	 * Return quantities of metrics.
	 */
	String details(List<Metric> metrics, Quantity... quantities) {
		List<Metric> planned = metrics.stream().filter(this.plan.metrics()::contains).toList();
		List<Client> columns = columns(planned);
		StringBuilder table = header(columns);
		for (Metric metric : planned) {
			for (Quantity quantity : quantities) {
				row(table, columns, metric, quantity);
			}
		}
		return planned.isEmpty() ? "" : table.toString();
	}

	/**
	 * Return what could not be measured, one a line, or an empty string.
	 */
	String failures() {
		StringBuilder failures = new StringBuilder();
		for (Metric metric : this.plan.metrics()) {
			for (Client client : this.plan.clients()) {
				this.measurements.of(metric, client)
					.failure()
					.ifPresent((failure) -> failures.append("- ")
						.append(metric.option())
						.append(", ")
						.append(client.title())
						.append(": ")
						.append(failure)
						.append('\n'));
			}
		}
		return failures.toString();
	}

	private List<Client> columns(List<Metric> metrics) {
		return this.plan.clients().stream().filter((client) -> metrics.stream().anyMatch(client::takesPartIn)).toList();
	}

	private static StringBuilder header(List<Client> columns) {
		StringBuilder table = new StringBuilder("| metric |");
		columns.forEach((client) -> table.append(' ').append(client.title()).append(" |"));
		return table.append(" × best peer | × limit |\n|---|").append("---|".repeat(columns.size() + 2)).append('\n');
	}

	private void row(StringBuilder table, List<Client> columns, Metric metric, Quantity quantity) {
		table.append("| ").append(metric.option()).append(", ").append(quantity.unit()).append(" |");
		for (Client client : columns) {
			Samples samples = this.measurements.of(metric, client);
			table.append(' ')
				.append(samples.statistic(quantity::of).map(Tables::cell).orElse("–"))
				.append(samples.failure().map((failure) -> " (failed)").orElse(""))
				.append(" |");
		}
		table.append(' ').append(number(this.measurements.ratioToBestPeer(metric, quantity))).append(" |");
		table.append(' ').append(number(this.measurements.ratioToLimit(metric, quantity))).append(" |\n");
	}

	private static String number(Optional<Double> value) {
		return value.map(Figures::number).orElse("–");
	}

	private static String cell(Statistic statistic) {
		String median = Figures.number(statistic.median());
		if (statistic.lowest() == statistic.highest()) {
			return median;
		}
		return median + " (" + Figures.number(statistic.lowest()) + "–" + Figures.number(statistic.highest()) + ")";
	}

}
