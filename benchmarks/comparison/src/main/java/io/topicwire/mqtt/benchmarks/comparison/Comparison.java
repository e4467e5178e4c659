package io.topicwire.mqtt.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the clients, prints what came out, and writes it to a file if asked to.
 */
public final class Comparison {

	private final Options options;

	private final Processes processes;

	private final Machine machine = Machine.current();

	private Comparison(Options options) {
		this.options = options;
		this.processes = new Processes(Options.modulesFolder(), Path.of(System.getProperty("java.home")),
				options.newerJava());
	}

	/**
	 * Compare.
	 * @param arguments the options, see {@link Options#HELP}
	 * @throws IOException if the comparison cannot be made
	 */
	public static void main(String[] arguments) throws IOException {
		Options options;
		try {
			options = Options.parse(arguments);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(Options.HELP);
			System.exit(2);
			return;
		}
		if (options.mode() == Options.Mode.HELP) {
			System.out.println(Options.HELP);
			return;
		}
		new Comparison(options).run();
	}

	private void run() throws IOException {
		System.out.println(this.machine.describe());
		try (StubProcess stub = this.processes.startStub()) {
			if (this.options.mode() == Options.Mode.GROWTH) {
				growth(stub.ports());
				return;
			}
			compare(stub.ports());
		}
	}

	private void growth(Ports ports) throws IOException {
		String section = new Growth(this.processes, ports, this.options.plan(), System.out).run(this.machine);
		System.out.println("\n" + section);
		if (this.options.output().isPresent()) {
			Path file = this.options.output().get();
			String page = Files.exists(file) ? Files.readString(file) : "# Results\n";
			int old = page.indexOf("\n" + Growth.TITLE);
			Files.writeString(file, ((old >= 0) ? page.substring(0, old) : page) + "\n" + section);
		}
	}

	private void compare(Ports ports) throws IOException {
		Plan brokerPlan = this.options.plan().traffic();
		Plan plan = (this.options.mode() != Options.Mode.MOSQUITTO) ? this.options.plan()
				: this.options.plan().metrics(List.of());
		Measurements measurements = new Runner(this.processes, ports, System.out).run(plan);
		Optional<String> brokerMissing = brokerMissing();
		Measurements brokerMeasurements = new Measurements();
		if (brokerMissing.isEmpty()) {
			if (this.options.mode() == Options.Mode.FULL) {
				brokerPlan = brokerPlan.rounds(Math.min(plan.rounds(), 2))
					.times(plan.warmup() / 3, plan.duration() / 2);
			}
			try (Mosquitto mosquitto = new Mosquitto(Mosquitto.command().orElseThrow())) {
				brokerMeasurements = new Runner(this.processes, ports.broker(mosquitto.port()), System.out)
					.run(brokerPlan);
			}
		}
		String page = new Report(this.machine, plan, measurements, brokerPlan, brokerMeasurements, brokerMissing,
				jars())
			.toMarkdown();
		System.out.println("\n" + page);
		write(page);
	}

	private Optional<String> brokerMissing() {
		boolean wanted = this.options.mode() == Options.Mode.MOSQUITTO
				|| this.options.mode() == Options.Mode.FULL && this.options.output().isPresent();
		if (!wanted) {
			return Optional.of("");
		}
		return Mosquitto.command().isPresent() ? Optional.empty()
				: Optional.of("Left out: Mosquitto is not installed.\n");
	}

	private Map<Client, Long> jars() throws IOException {
		Map<Client, Long> jars = new EnumMap<>(Client.class);
		for (Client client : List.of(Client.PAHO, Client.HIVEMQ, Client.VERTX, Client.TOPICWIRE)) {
			jars.put(client, this.processes.jarBytes(client));
		}
		return jars;
	}

	private void write(String page) throws IOException {
		if (this.options.output().isPresent()) {
			Path file = this.options.output().get();
			String old = Files.exists(file) ? Files.readString(file) : "";
			int growth = old.indexOf("\n" + Growth.TITLE);
			Files.writeString(file, page + ((growth >= 0) ? old.substring(growth) : ""));
		}
	}

}
