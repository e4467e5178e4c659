package io.topicwire.mqtt.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.leftover.ExpectedErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that every limit has the effect and the message that the documentation tells.
 */
class LimitsTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "limits.md");

	static List<Limit> limits() {
		return Limits.all();
	}

	static List<RunningLimit> runningLimits() {
		return Stream.of(RunningLimits.all(), RunningInboxLimits.all()).flatMap(List::stream).toList();
	}

	@ParameterizedTest
	@MethodSource("limits")
	void valueThatIsNotAllowedIsRefusedWithARemedy(Limit limit) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> limit.excess().apply(MqttClient.builder("mqtt://localhost")).build())
			.withMessage(limit.message());
	}

	@ParameterizedTest
	@MethodSource("runningLimits")
	@ExpectedErrors("Handler for 'a' failed")
	void clientThatReachesALimitSaysWhich(RunningLimit limit) throws Exception {
		assertThat(limit.reached().call()).isEqualTo(limit.message());
	}

	@Test
	void documentTellsAllLimits() throws IOException {
		String document = LimitsDocument.generate(Limits.all(), runningLimits());
		if (Boolean.getBoolean("limits.write")) {
			Files.writeString(DOCUMENT, document);
		}
		assertThat(Files.readString(DOCUMENT)).as("docs/limits.md, to be written by " + LimitsDocument.COMMAND)
			.isEqualTo(document);
	}

}
