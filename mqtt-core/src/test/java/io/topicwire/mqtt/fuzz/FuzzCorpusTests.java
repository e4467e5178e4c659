package io.topicwire.mqtt.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests the fuzz targets with the inputs that are kept in
 * {@code src/test/resources/fuzz}: they reach much of the code, and some have found
 * mistakes.
 */
class FuzzCorpusTests {

	@TestFactory
	Stream<DynamicContainer> inputsThatAreKept() {
		return FuzzTarget.all()
			.map((target) -> DynamicContainer.dynamicContainer(target.toString(),
					target.inputs().stream().map((input) -> test(target, input))));
	}

	private DynamicTest test(FuzzTarget target, Path input) {
		return DynamicTest.dynamicTest(input.getFileName().toString(), input.toUri(),
				() -> target.test(Files.readAllBytes(input)));
	}

}
