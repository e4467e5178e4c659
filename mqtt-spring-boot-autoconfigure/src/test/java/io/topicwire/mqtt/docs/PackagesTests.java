package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that types are in the packages that {@code docs/packages.md} names.
 */
class PackagesTests {

	private static final Pattern ROW = Pattern.compile("^\\| `(io\\..+?)` \\| (.+) \\|$", Pattern.MULTILINE);

	private static final Pattern TYPE = Pattern.compile("`(.+?)`");

	static Stream<String> types() throws IOException {
		return ROW.matcher(Files.readString(Page.DIRECTORY.resolve("packages.md")))
			.results()
			.flatMap(PackagesTests::types);
	}

	private static Stream<String> types(MatchResult row) {
		return TYPE.matcher(row.group(2)).results().map((type) -> row.group(1) + "." + type.group(1));
	}

	@ParameterizedTest
	@MethodSource("types")
	void typeIsPublicAndInThatPackage(String name) throws ClassNotFoundException {
		assertThat(Class.forName(name)).isPublic();
	}

}
