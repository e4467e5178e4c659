package io.topicwire.mqtt.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;

/**
 * Jazzer at work on one fuzz target in a process of its own, which ends by itself after
 * the given time or with the first input that fails.
 */
final class FuzzProcess {

	// Larger than what the JVM and Jazzer need, smaller than what a single packet could
	// announce
	private static final String HEAP = "-Xmx192m";

	// Virtual threads then take turns always in the same order
	private static final String ONE_AT_A_TIME = "-Djdk.virtualThreadScheduler.parallelism=1";

	// The first one loads and instruments most classes
	private static final Duration TIME_FOR_ONE_INPUT = Duration.ofMinutes(5);

	private static final Duration TIME_TO_START_AND_END = Duration.ofMinutes(10);

	private static final String UNKNOWN = "unknown";

	private final FuzzTarget target;

	private final Duration duration;

	private final Path directory;

	private final Process process;

	private FuzzProcess(FuzzTarget target, Duration duration, Path directory, Process process) {
		this.target = target;
		this.duration = duration;
		this.directory = directory;
		this.process = process;
	}

	/**
	 * Skip the test where Jazzer cannot run.
	 */
	static void assumeSupported() {
		String library = "jazzer_driver_" + operatingSystem() + "_" + architecture();
		try (InputStream in = FuzzProcess.class
			.getResourceAsStream("/com/code_intelligence/jazzer/driver/" + library + "/" + libraryFile())) {
			Assumptions.assumeTrue(in != null, () -> "Not fuzzed: Jazzer has no " + library);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String operatingSystem() {
		String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		return name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
	}

	private static String libraryFile() {
		return switch (operatingSystem()) {
			case "macos" -> "libjazzer_driver.dylib";
			case "windows" -> "jazzer_driver.dll";
			default -> "libjazzer_driver.so";
		};
	}

	private static String architecture() {
		String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
		return name.equals("amd64") ? "x86_64" : name.equals("arm64") ? "aarch64" : name;
	}

	static FuzzProcess start(FuzzTarget target, Duration duration) throws IOException {
		Path directory = Path.of("target/fuzz", target.toString()).toAbsolutePath();
		Path found = Files.createDirectories(directory.resolve("corpus"));
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP,
				ONE_AT_A_TIME, "-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer",
				"--target_class=" + target.type().getName(), "--instrumentation_includes=io.topicwire.mqtt.**",
				"--custom_hook_includes=io.topicwire.mqtt.**", "--reproducer_path=" + directory,
				"-artifact_prefix=" + directory + "/", "-print_final_stats=1",
				"-max_total_time=" + duration.toSeconds(), "-timeout=" + TIME_FOR_ONE_INPUT.toSeconds(),
				"-max_len=" + target.longestInput(), found.toString(), target.corpus().toString());
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log(directory).toFile())
			.start();
		return new FuzzProcess(target, duration, directory, process);
	}

	private static Path log(Path directory) {
		return directory.resolve("log.txt");
	}

	/**
	 * Wait for the end and say what was done.
	 */
	void await() throws IOException, InterruptedException {
		Duration patience = this.duration.plus(TIME_TO_START_AND_END);
		boolean ended = this.process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
		this.process.destroyForcibly();
		String log = Files.readString(log(this.directory), StandardCharsets.ISO_8859_1);
		if (!ended) {
			throw new AssertionError("Jazzer did not end after " + patience + ", see " + log(this.directory));
		}
		if (this.process.exitValue() != 0) {
			throw new AssertionError(describeFailure(log));
		}
		System.out.printf("%s: %s executions, %s%n", this.target, last(log, "number_of_executed_units: *(\\d+)"),
				last(log, "(cov: \\d+ ft: \\d+ corp: \\S+)"));
	}

	private String describeFailure(String log) {
		String input = last(log, "Test unit written to (\\S+)");
		if (input.equals(UNKNOWN)) {
			return "Jazzer does not run, see " + log(this.directory);
		}
		int start = Math.max(log.indexOf("== Java Exception"), 0);
		String excerpt = log.substring(start, Math.min(start + 4_000, log.length()));
		return """
				%s failed with an input that was written to
				%s
				Copy that file to %s and repeat the failure with
				mvn -pl mqtt-core test -Dtest=FuzzCorpusTests
				The whole output is in %s
				%s""".formatted(this.target, input, this.target.corpus(), log(this.directory), excerpt);
	}

	private String last(String log, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(log);
		return matcher.results()
			.reduce((first, second) -> second)
			.map((MatchResult result) -> result.group(1))
			.orElse(UNKNOWN);
	}

}
