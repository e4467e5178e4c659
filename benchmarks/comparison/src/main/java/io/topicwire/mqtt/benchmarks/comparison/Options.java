package io.topicwire.mqtt.benchmarks.comparison;

import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * The options of the command line.
 *
 * @param plan what is to be run
 * @param modules the folder with the modules of the clients
 * @param help whether only help is wanted
 */
record Options(Plan plan, Path modules, boolean help) {

	static final String HELP = """
			Options:
			  --quick             a look that takes less than 2 minutes
			  --metric A,B        only these metrics, such as publish-qos0,receive-qos1
			  --clients A,B       only these of limit, paho, hivemq, vertx and topicwire
			  --rounds N          how often each client is measured
			  --seconds S         how long each measurement takes, about
			  --warmup S          how long each process works before
			  --mqtt 3|5          the protocol version, by default 3 because Vert.x knows no other
			""";

	private static final Plan FULL = new Plan(Client.all(), Metric.all(), 5, 1_000, 1_000, 4);

	private static final Plan QUICK = FULL.rounds(1).times(600, 400);

	static Options parse(String... arguments) {
		Plan plan = FULL;
		boolean help = false;
		int position = 0;
		while (position < arguments.length) {
			String option = arguments[position++];
			switch (option) {
				case "--help" -> {
					help = true;
				}
				case "--quick" -> {
					plan = QUICK.clients(plan.clients()).metrics(plan.metrics());
				}
				default -> {
					plan = with(plan, option, value(arguments, position++));
				}
			}
		}
		return new Options(plan, modulesFolder(), help);
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

	/**
	 * Return the folder that this module lies in, which the others lie in as well.
	 */
	private static Path modulesFolder() {
		try {
			Path code = Path.of(Options.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return code.getParent().getParent().getParent();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
