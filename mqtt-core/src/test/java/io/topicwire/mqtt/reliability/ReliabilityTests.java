package io.topicwire.mqtt.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every promise of docs/reliability.md has tests.
 */
class ReliabilityTests {

	private static final Path ROOT = Path.of("..");

	static List<Promise> promises() throws IOException {
		return Promise.readAll(ROOT.resolve("docs").resolve("reliability.md"));
	}

	@Test
	void everyPromiseIsMade() throws IOException {
		assertThat(promises()).extracting(Promise::number).isEqualTo(IntStream.rangeClosed(1, 25).boxed().toList());
	}

	@ParameterizedTest
	@MethodSource("promises")
	void everyPromiseIsProvenByTestsThatExist(Promise promise) throws IOException {
		TestSources sources = new TestSources(ROOT);
		assertThat(promise.tests()).isNotEmpty().doesNotHaveDuplicates();
		for (String test : promise.tests()) {
			assertThat(sources.contains(test)).as(test).isTrue();
		}
	}

	@Test
	void whatDoesNotExistIsNoProof() throws IOException {
		TestSources sources = new TestSources(ROOT);
		String name = "reliability.ReliabilityTests.";
		assertThat(sources.contains(name + "whatDoesNotExistIsNoProof")).isTrue();
		assertThat(sources.contains(name + "everyPromiseIsProvenByTestsThatExist")).isTrue();
		assertThat(sources.contains(name + "promises")).isFalse();
		assertThat(sources.contains(name + "whatDoes")).isFalse();
		assertThat(sources.contains("reliability.OtherTests.test")).isFalse();
		assertThat(sources.contains("nothing")).isFalse();
	}

}
