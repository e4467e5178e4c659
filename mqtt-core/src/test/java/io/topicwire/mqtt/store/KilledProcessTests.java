package io.topicwire.mqtt.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DiskSessionStore} with other processes, which are killed.
 */
class KilledProcessTests {

	private static final int ROUNDS = 5;

	private final LogRecorder log = new LogRecorder();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.log.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatWasStoredIsThereAfterTheProcessWasKilled(boolean sync) throws Exception {
		Random random = new Random(sync ? 1 : 2);
		Set<Long> before = Set.of();
		for (int round = 0; round < ROUNDS; round++) {
			List<String> lines = runAndKill(start(sync, round), 20 + random.nextInt(300));
			SessionState state = load();
			Set<Long> actual = StoreImage.numbers(state);
			assertThat(actual).containsAll(before);
			lines.stream().skip(1).forEach((line) -> assertStored(line, lines, actual));
			assertThat(state.lastNumber()).isGreaterThanOrEqualTo(last(lines.get(lines.size() - 1)));
			assertThat(state.publishes()).allSatisfy((publish) -> assertIntact(publish));
			assertThat(this.log.messages(Level.WARNING)).isEmpty();
			before = actual;
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).hasSize(2);
		}
	}

	private static void assertStored(String line, List<String> lines, Set<Long> actual) {
		String[] words = line.split(" ");
		List<Long> numbers = LongStream.rangeClosed(Long.parseLong(words[1]), last(line)).boxed().toList();
		List<Long> finished = numbers.stream().filter(StoreProcess::isFinished).toList();
		assertThat(actual).containsAll(numbers.stream().filter((number) -> !finished.contains(number)).toList());
		if (words[0].equals("finished")) {
			assertThat(actual).doesNotContainAnyElementsOf(finished);
		}
		else if (!lines.contains(line.replace("stored", "finished"))) {
			// Finished all together or not at all
			assertThat(finished.stream().map(actual::contains).distinct()).hasSizeLessThan(2);
		}
	}

	private static long last(String line) {
		return Long.parseLong(line.split(" ")[2]);
	}

	private static void assertIntact(StoredPublish publish) {
		MqttMessage message = publish.message();
		assertThat(message.topic()).isEqualTo("a/" + publish.number());
		assertThat(message.payload()).isEqualTo(StoreProcess.payload(publish.number(), message.payload().length));
	}

	@Test
	void fileThatAnotherProcessHasOpenIsRefused() throws Exception {
		Process process = start(false, 0);
		try (BufferedReader output = process.inputReader()) {
			assertThat(output.readLine()).isEqualTo(StoreProcess.OPENED);
			assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(this::load)
				.withMessageContaining("in use by process " + process.pid())
				.withMessageContaining(StoreImage.file(this.directory).toString());
			assertThat(output.readLine()).startsWith("stored 1 ");
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(load().lastNumber()).isPositive();
	}

	private SessionState load() {
		try (StoredSession session = DiskSessionStore.at(this.directory).open(StoreProcess.CLIENT)) {
			return session.load();
		}
	}

	private Process start(boolean sync, long seed) throws IOException {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		return new ProcessBuilder(java.toString(), "-Xmx64m", "-ea", "-cp", System.getProperty("java.class.path"),
				StoreProcess.class.getName(), this.directory.toString(), String.valueOf(sync), String.valueOf(seed))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static List<String> runAndKill(Process process, int lines) throws Exception {
		List<String> output = new ArrayList<>();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.add(line);
				if (output.size() == lines) {
					// Its handle leaves what it has printed to be read
					process.toHandle().destroyForcibly();
				}
			}
		}
		assertThat(output).hasSizeGreaterThanOrEqualTo(lines);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return output;
	}

}
