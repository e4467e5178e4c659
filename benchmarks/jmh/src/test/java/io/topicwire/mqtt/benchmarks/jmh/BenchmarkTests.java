package io.topicwire.mqtt.benchmarks.jmh;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every benchmark runs. How fast they are is of no interest here.
 */
class BenchmarkTests {

	@Test
	void everyBenchmarkRuns() throws Exception {
		Collection<RunResult> results = new Runner(new OptionsBuilder().forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(1))
			.addProfiler(CpuTimeProfiler.class)
			.param("topics", "1")
			.param("filters", "10")
			.param("inFlight", "1000")
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build()).run();
		assertThat(results.stream().map((result) -> result.getParams().getBenchmark()))
			.containsExactlyInAnyOrderElementsOf(benchmarks());
		assertThat(results).allSatisfy((result) -> assertThat(result.getSecondaryResults()).containsKey("cpu.norm"));
	}

	private Set<String> benchmarks() {
		return BenchmarkList.defaultList()
			.getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), Collections.emptyList())
			.stream()
			.map(BenchmarkListEntry::getUsername)
			.collect(Collectors.toSet());
	}

}
