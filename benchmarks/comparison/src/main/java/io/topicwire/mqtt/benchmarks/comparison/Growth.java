package io.topicwire.mqtt.benchmarks.comparison;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

import io.topicwire.mqtt.benchmarks.measure.Kind;
import io.topicwire.mqtt.benchmarks.measure.Result;
import io.topicwire.mqtt.benchmarks.measure.Task;

/**
 * Shows what becomes of throughput when there is more of something.
 */
final class Growth {

	static final String TITLE = "## Growth";

	private static final int OUTSTANDING_BYTES = 64 * 1024 * 1024;

	private final Processes processes;

	private final Ports ports;

	private final PrintStream log;

	private final Plan plan;

	Growth(Processes processes, Ports ports, Plan plan, PrintStream log) {
		this.processes = processes;
		this.ports = ports;
		this.plan = plan;
		this.log = log;
	}

	/**
	 * Measure.
	 * @return the section of the report
	 */
	String run(Machine machine) {
		StringBuilder section = new StringBuilder(TITLE + "\n\n" + machine.describe() + "\n");
		table(section, "subscriptions", List.of(1, 10, 1_000), List.of("receive QoS 0", "receive QoS 1"),
				(client, number, column) -> task(client, Kind.RECEIVE, column, 64, 1, number));
		table(section, "publishing threads", List.of(1, 2, 4, 8), List.of("publish QoS 0", "publish QoS 1"),
				(client, number, column) -> task(client, Kind.PUBLISH, column, 64, number, 1));
		table(section, "connections", List.of(1, 10, 100, 1_000, 5_000), List.of("publish QoS 0", "publish QoS 1"),
				(client, number, column) -> task(client, Kind.CONNECTIONS, column, 64, 1, number));
		table(section, "bytes of payload",
				List.of(0, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216),
				List.of("publish QoS 0", "receive QoS 0"),
				(client, number, column) -> task(client, (column == 0) ? Kind.PUBLISH : Kind.RECEIVE, 0, number, 1, 1));
		return section.toString();
	}

	private void table(StringBuilder section, String what, List<Integer> numbers, List<String> columns, Tasks tasks) {
		List<Client> clients = this.plan.clients().stream().filter((client) -> client != Client.VIRTUAL).toList();
		section.append("\n| ").append(what).append(" |");
		clients.forEach((client) -> columns
			.forEach((column) -> section.append(' ').append(client.title()).append(", ").append(column).append(" |")));
		section.append("\n|---|").append("---|".repeat(clients.size() * columns.size())).append('\n');
		for (int number : numbers) {
			section.append("| ").append(String.format(Locale.ROOT, "%,d", number)).append(" |");
			for (Client client : clients) {
				for (int column = 0; column < columns.size(); column++) {
					this.log.printf("%,12d %-18s %-14s %-13s ", number, what, columns.get(column), client.title());
					section.append(' ').append(cell(client, tasks.of(client, number, column))).append(" |");
				}
			}
			section.append('\n');
		}
	}

	private String cell(Client client, Task task) {
		try {
			Result result = this.processes.measure(client, task);
			double rate = result.values().getOrDefault(Result.RATE, 0.0) / 1e3;
			double megabytes = result.values().getOrDefault(Result.MEGABYTES, 0.0);
			String cell = Figures.number(rate) + " k/s"
					+ ((task.payload() > 64) ? ", " + Figures.number(megabytes) + " MB/s" : "");
			this.log.println(cell);
			return cell;
		}
		catch (MeasurementException ex) {
			this.log.println(ex.getMessage());
			this.log.println(ex.output().indent(4));
			return "failed";
		}
	}

	private Task task(Client client, Kind kind, int qos, int payload, int threads, int number) {
		int window = (qos > 0) ? 1_000 : Math.max(1, Math.min(5_000, OUTSTANDING_BYTES / Math.max(payload, 1)));
		return new Task(client.className(), kind, qos, payload, window, threads, number, this.plan.warmup(),
				this.plan.duration(), this.plan.version(), this.ports.port(), this.ports.controlPort(), 0, false);
	}

	/**
	 * Makes the task of a cell.
	 */
	@FunctionalInterface
	private interface Tasks {

		Task of(Client client, int number, int column);

	}

}
