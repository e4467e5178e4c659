package io.topicwire.mqtt.benchmarks.comparison;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of the command line.
 *
 * @param mode what is to be run
 * @param plan with whom and how often
 * @param output the file that is to be written, if any
 * @param newerJava the home of a JDK with virtual threads, if any
 */
record Options(Mode mode, Plan plan, Optional<Path> output, Optional<Path> newerJava) {

	static final String HELP = """
			Without options: everything but --growth, in less than 15 minutes, written to benchmarks/RESULTS.md.
			  --quick             a look that takes less than 2 minutes and is only printed
			  --mosquitto         only against Mosquitto, only printed
			  --growth            throughput with more subscriptions, threads, connections and payload,
			                      put at the end of benchmarks/RESULTS.md
			  --metric A,B        only these metrics, only printed:
			                      %s
			  --clients A,B       only these of limit, paho, hivemq, vertx, topicwire, virtual (topicwire with
			                      virtual threads, measured in idle-1000 and idle-5000 only), converter
			                      and listener (both of Spring, measured in listener-json only)
			  --rounds N          how often each client is measured
			  --seconds S         how long each measurement takes, about
			  --warmup S          how long each process works before, at most
			  --mqtt 3|5          the protocol version; 3, which is 3.1.1, because Vert.x knows no other
			  --newer-java HOME   a JDK with virtual threads, if there is none below /usr/lib/jvm
			  --output FILE       write the report there
			""".formatted(Metric.all().stream().map(Metric::option).toList());

	private static final Plan FULL = new Plan(Client.all(), Metric.all(), 2, 3_600, 700, 4);

	private static final Plan QUICK = FULL.rounds(1)
		.times(400, 250)
		.metrics(Metric.all().stream().filter((metric) -> !metric.isIdle() && metric != Metric.LISTENER_JSON).toList());

	private static final Plan GROWTH = FULL.clients(List.of(Client.TOPICWIRE)).times(1_500, 500);

	private static final Path RESULTS = Path.of("RESULTS.md");

	static Options parse(String... arguments) {
		List<String> given = List.of(arguments);
		Mode mode = Mode.of(given);
		Plan plan = switch (mode) {
			case QUICK -> QUICK;
			case GROWTH -> GROWTH;
			default -> FULL;
		};
		Optional<Path> output = Optional.empty();
		Optional<Path> newerJava = findNewerJava();
		int position = 0;
		while (position < arguments.length) {
			String option = arguments[position++];
			if (Mode.isOption(option)) {
				continue;
			}
			String value = value(arguments, position++);
			switch (option) {
				case "--output" -> {
					output = Optional.of(Path.of(value));
				}
				case "--newer-java" -> {
					newerJava = Optional.of(Path.of(value));
				}
				default -> {
					plan = with(plan, option, value);
				}
			}
		}
		boolean whole = !given.contains("--metric") && !given.contains("--clients");
		if ((mode == Mode.FULL && whole || mode == Mode.GROWTH) && output.isEmpty()) {
			output = Optional.of(modulesFolder().resolve(RESULTS));
		}
		return new Options(mode, plan, output, newerJava);
	}

	private static String value(String[] arguments, int position) {
		if (position >= arguments.length) {
			throw new IllegalArgumentException("Option '" + arguments[position - 1] + "' needs a value, or is unknown");
		}
		return arguments[position];
	}

	private static Plan with(Plan plan, String option, String value) {
		return switch (option) {
			case "--metric" -> plan.metrics(Metric.parse(value));
			case "--clients" -> plan.clients(Client.parse(value));
			case "--rounds" -> plan.rounds(Integer.parseInt(value));
			case "--seconds" -> plan.times(plan.warmup(), milliseconds(value));
			case "--warmup" -> plan.times(milliseconds(value), plan.duration());
			case "--mqtt" -> plan.version(value.equals("5") ? 5 : 4);
			default -> throw new IllegalArgumentException("There is no option '" + option + "'");
		};
	}

	private static int milliseconds(String seconds) {
		return (int) (Double.parseDouble(seconds) * 1_000);
	}

	private static Optional<Path> findNewerJava() {
		if (Runtime.version().feature() >= 21) {
			return Optional.of(Path.of(System.getProperty("java.home")));
		}
		try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
			return homes.filter((home) -> home.getFileName().toString().matches(".*\\b(25|21)\\b.*"))
				.filter((home) -> Files.isExecutable(home.resolve("bin/java")))
				.sorted((first, second) -> second.compareTo(first))
				.findFirst();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Return the folder that this module lies in, which the others lie in as well.
	 */
	static Path modulesFolder() {
		try {
			Path code = Path.of(Options.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return code.resolve("../../..").normalize();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What can be run.
	 */
	enum Mode {

		/** Everything but growth. */
		FULL,

		/** A short look. */
		QUICK,

		/** Only against Mosquitto. */
		MOSQUITTO,

		/** Only growth. */
		GROWTH,

		/** Nothing. */
		HELP;

		private static boolean isOption(String option) {
			return Stream.of(values()).anyMatch((mode) -> mode != FULL && mode.option().equals(option));
		}

		private String option() {
			return "--" + name().toLowerCase(Locale.ROOT);
		}

		private static Mode of(List<String> arguments) {
			return Stream.of(values())
				.filter((mode) -> mode != FULL && arguments.contains(mode.option()))
				.reduce((first, second) -> second)
				.orElse(FULL);
		}

	}

}
