package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

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
		Duration duration = Duration.ofSeconds(Long.getLong("soak.seconds", 120));
		long seed = Long.getLong("soak.seed", new SplittableRandom().nextLong(1_000_000));
		Optional<String> mosquitto = Mosquitto.command();
		assumeThat(duration).as("left out because of -Dsoak.seconds=0").isPositive();
		assumeThat(mosquitto).as("Mosquitto is not there; on Debian, install the package mosquitto").isPresent();
		boolean trace = Boolean.parseBoolean(
				System.getProperty("soak.trace", Boolean.toString(duration.compareTo(Duration.ofMinutes(5)) < 0)));
		System.out.println("Soak for " + duration.toSeconds() + " seconds with -Dsoak.seed=" + seed);
		empty(FOLDER);
		try (Soak soak = new Soak(mosquitto.orElseThrow(), FOLDER, seed, duration, trace)) {
			SoakReport report = soak.run();
			Files.writeString(FOLDER.resolveSibling("soak-report.md"), report.toMarkdown());
			System.out.println(report.toMarkdown());
			assertThat(report.deviations()).as("seed %d, journals are in %s", seed, FOLDER).isEmpty();
		}
	}

	private static void empty(Path folder) throws IOException {
		Files.createDirectories(folder);
		List<Path> files;
		try (Stream<Path> walk = Files.walk(folder)) {
			files = walk.sorted(Comparator.reverseOrder()).filter((file) -> !file.equals(folder)).toList();
		}
		for (Path file : files) {
			Files.delete(file);
		}
	}

}
