package io.topicwire.mqtt.benchmarks.comparison;

import java.nio.file.Path;

/**
 * Compares the clients and prints what came out.
 */
public final class Comparison {

	private Comparison() {
	}

	/**
	 * Compare.
	 * @param arguments the options, see {@link Options#HELP}
	 * @throws Exception if the comparison cannot be made
	 */
	public static void main(String[] arguments) throws Exception {
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
		if (options.help()) {
			System.out.println(Options.HELP);
			return;
		}
		Processes processes = new Processes(options.modules(), Path.of(System.getProperty("java.home")));
		Measurements measurements = new Runner(processes, System.out).run(options.plan());
		System.out.println();
		System.out.println(new Tables(options.plan(), measurements).overview());
	}

}
