package io.topicwire.mqtt.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Kills clients wherever their wire is cut, and counts messages. The system property
 * {@code cuts} says whether at {@code some} places, at {@code all}, or at {@code none}.
 */
class KillTests {

	private static final Path FOLDER = Path.of("target", "kills").toAbsolutePath();

	@Test
	void nothingIsLostAndNothingOfQos2ComesTwiceWhereverAClientIsKilled() throws Exception {
		String cuts = System.getProperty("cuts", "some");
		Optional<String> mosquitto = Mosquitto.command();
		assumeThat(cuts).as("left out because of -Dcuts=none").isNotEqualTo("none");
		assumeThat(mosquitto).as("Mosquitto is not there; on Debian, install the package mosquitto").isPresent();
		Folders.empty(FOLDER);
		try (Soak soak = Soak.ofKills(mosquitto.orElseThrow(), FOLDER, cuts.equals("all"))) {
			SoakReport report = soak.run();
			Files.writeString(FOLDER.resolveSibling("kill-report.md"), report.toMarkdown());
			System.out.println(report.toMarkdown());
			assertThat(report.deviations()).as("journals are in %s", FOLDER).isEmpty();
		}
	}

}
