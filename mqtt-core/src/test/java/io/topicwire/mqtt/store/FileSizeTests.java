package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.StoredSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how large the file of a session gets.
 */
class FileSizeTests {

	private static final int MEGABYTE = 1024 * 1024;

	@TempDir
	private Path directory;

	@Test
	void fileStaysSmallWhateverGoesThroughIt() throws IOException {
		int group = 500;
		try (StoredSession session = open()) {
			session.load();
			for (long first = 1; first <= 1_000_000; first += group) {
				List<SessionChange> changes = new ArrayList<>();
				for (long number = first; number < first + group; number++) {
					changes.add(accepted(number, 100));
					changes.add(new SessionChange.PublishSent(number, 1 + (int) (number % 65_535), number));
					changes.add(new SessionChange.PublishFinished(number - group));
				}
				session.write(changes);
				assertThat(size()).isLessThan(33 * MEGABYTE);
			}
		}
		assertThat(size()).isLessThan(33 * MEGABYTE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10 })
	void fileStaysSmallWhenLittleIsWrittenAtATime(int group) throws IOException {
		try (StoredSession session = open()) {
			session.load();
			for (long number = 1; number <= 16_000; number++) {
				session.write(List.of(accepted(number, 100), new SessionChange.PublishFinished(number - group)));
				assertThat(size()).isLessThan(33 * MEGABYTE);
			}
		}
	}

	@Test
	void fileShrinksWhenMessagesThatWaitedAreSent() throws IOException {
		int count = 20_000;
		try (StoredSession session = open()) {
			session.load();
			for (long number = 1; number <= count; number += 100) {
				List<SessionChange> changes = new ArrayList<>();
				for (long next = number; next < number + 100; next++) {
					changes.add(accepted(next, 1000));
				}
				session.write(changes);
			}
			assertThat(size()).isGreaterThan(count * 1000L).isLessThan(2 * count * 1000L);
			for (long number = 2; number <= count; number++) {
				session.write(List.of(new SessionChange.PublishFinished(number)));
				assertThat(size()).isLessThan(33 * MEGABYTE + 5L * (count - number) * 1000);
			}
		}
	}

	@Test
	void openingAndClosingDoesNotLetTheFileGrow() throws IOException {
		open().close();
		long size = size();
		for (int i = 0; i < 10; i++) {
			open().close();
		}
		assertThat(size()).isEqualTo(size);
	}

	private static SessionChange accepted(long number, int size) {
		return new SessionChange.PublishAccepted(number,
				MqttMessage.of("plants/7/machines/12", new byte[size]).qos(QoS.AT_LEAST_ONCE), number);
	}

	private StoredSession open() {
		return DiskSessionStore.at(this.directory).sync(false).open(StoreImage.CLIENT);
	}

	private long size() throws IOException {
		return Files.size(StoreImage.file(this.directory));
	}

}
