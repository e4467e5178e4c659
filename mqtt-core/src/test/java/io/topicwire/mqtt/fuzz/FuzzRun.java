package io.topicwire.mqtt.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs all fuzz targets at the same time with inputs that Jazzer generates, for as many
 * seconds as the system property {@code fuzz.seconds} says.
 */
class FuzzRun {

	private static final Map<FuzzTarget, FuzzProcess> PROCESSES = new LinkedHashMap<>();

	static Iterable<FuzzTarget> targets() {
		return FuzzTarget.all().toList();
	}

	@BeforeAll
	static void start() throws IOException {
		Duration duration = Duration.ofSeconds(Long.getLong("fuzz.seconds", 0));
		Assumptions.assumeFalse(duration.isZero(), "Not fuzzed: fuzz.seconds is 0");
		FuzzProcess.assumeSupported();
		for (FuzzTarget target : targets()) {
			PROCESSES.put(target, FuzzProcess.start(target, duration));
		}
	}

	@ParameterizedTest
	@MethodSource("targets")
	void noInputFails(FuzzTarget target) throws Exception {
		PROCESSES.get(target).await();
	}

}
