package io.topicwire.mqtt.benchmarks.comparison;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes everything that has been measured as a page in Markdown.
 *
 * @param machine where and when
 * @param plan what has been run against the stub
 * @param measurements what came out
 * @param brokerPlan what has been run against Mosquitto
 * @param brokerMeasurements what came out
 * @param brokerMissing why it has not been run, or empty if it has, or an empty text if
 * nobody wanted it
 * @param jars how many bytes of jars each client needs
 */
record Report(Machine machine, Plan plan, Measurements measurements, Plan brokerPlan, Measurements brokerMeasurements,
		Optional<String> brokerMissing, Map<Client, Long> jars) {

	String toMarkdown() {
		Tables tables = new Tables(this.plan, this.measurements);
		StringBuilder page = new StringBuilder();
		page.append("# Results\n\n").append(this.machine.describe()).append('\n');
		page.append("Written by the [comparison](README.md); protocol version ")
			.append((this.plan.version() == 5) ? "5" : "3.1.1")
			.append(".\n");
		page.append("Median of ")
			.append(this.plan.rounds())
			.append(" processes, with the lowest and the highest in brackets; ");
		page.append("each worked until the JVM had compiled it, at most ").append(this.plan.warmup());
		page.append(" ms, and was then measured for about ");
		page.append(this.plan.duration()).append(" ms.\n");
		page.append(
				"Bytes beyond the message itself leave out what an application makes before it publishes and to hang a completion on a future, ")
			.append("and for a received message an object with its payload.\n");
		page.append(
				"Processor time leaves out the compilers of the JVM where the system tells theirs, as Linux does.\n");
		page.append("Memory is the resident memory of the process, with virtual threads on JDK 21 or newer.\n");
		page.append("“Limit” is plain Java that writes and reads packets that were encoded before, many at once.\n");
		boolean complete = this.plan.metrics().equals(Metric.all());
		section(page, "Goals", new Goals(this.measurements, this.brokerMeasurements).table(complete));
		section(page, "Overview", tables.overview());
		section(page, "Times", tables.details(List.of(Metric.ROUND_TRIP_QOS1, Metric.ECHO_QOS0), Quantity.P50,
				Quantity.P99, Quantity.P999));
		section(page, "Allocation", tables.details(small(), Quantity.ALLOCATED, Quantity.ALLOCATED_BEYOND));
		section(page, "Processor", tables.details(small(), Quantity.CPU));
		section(page, "Idle connections", tables.idle());
		section(page, "Listeners", tables.listeners());
		section(page, "Jars", complete ? jarTable() : "");
		section(page, "Mosquitto", broker());
		section(page, "Failures", tables.failures());
		return page.toString();
	}

	private static List<Metric> small() {
		return Metric.all()
			.stream()
			.filter((metric) -> metric.isTraffic() && metric.quantity() != Quantity.MEGABYTES)
			.toList();
	}

	private String jarTable() {
		StringBuilder table = new StringBuilder("| client | kB |\n|---|---|\n");
		this.jars.forEach((client, bytes) -> table.append("| ")
			.append(client.title())
			.append(" | ")
			.append(Figures.number(bytes / 1e3))
			.append(" |\n"));
		return table.toString();
	}

	private String broker() {
		if (this.brokerMissing.isPresent()) {
			return this.brokerMissing.get();
		}
		Tables tables = new Tables(this.brokerPlan, this.brokerMeasurements);
		String failures = tables.failures();
		return "The same with Mosquitto as the server, median of " + this.brokerPlan.rounds() + ".\n\n"
				+ tables.overview() + "\n" + tables.details(this.brokerPlan.metrics(), Quantity.CPU)
				+ (failures.isEmpty() ? "" : "\nFailures:\n\n" + failures);
	}

	private static void section(StringBuilder page, String title, String text) {
		if (text.isEmpty()) {
			return;
		}
		page.append("\n## ").append(title).append("\n\n").append(text);
	}

}
