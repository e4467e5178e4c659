package io.topicwire.mqtt.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Lets wires, broker and clients fail for {@code soak.seconds}, and counts messages.
 */
class SoakTests {

	private static final Path FOLDER = Path.of("target", "soak").toAbsolutePath();

	@Test
	void nothingIsLostAndNothingOfQos2ComesTwiceWhileEverythingFails() throws Exception {
		Duration duration = Duration.ofSeconds(Long.getLong("soak.seconds", 20));
		long seed = Long.getLong("soak.seed", new SplittableRandom().nextLong(1_000_000));
		Optional<String> mosquitto = Mosquitto.command();
		assumeThat(duration).as("left out because of -Dsoak.seconds=0").isPositive();
		assumeThat(mosquitto).as("Mosquitto is not there; on Debian, install the package mosquitto").isPresent();
		boolean trace = Boolean.parseBoolean(
				System.getProperty("soak.trace", Boolean.toString(duration.compareTo(Duration.ofMinutes(5)) < 0)));
		System.out.println("Soak for " + duration.toSeconds() + " seconds with -Dsoak.seed=" + seed);
		Folders.empty(FOLDER);
		try (Soak soak = Soak.ofChance(mosquitto.orElseThrow(), FOLDER, seed, duration, trace)) {
			SoakReport report = soak.run();
			Files.writeString(FOLDER.resolveSibling("soak-report.md"), report.toMarkdown());
			System.out.println(report.toMarkdown());
			assertThat(report.deviations()).as("seed %d, journals are in %s", seed, FOLDER).isEmpty();
		}
	}

}
