package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DiskSessionStore} with disks that are full, and places that cannot be
 * written to.
 */
class DiskFailureTests {

	private static final String CLIENT = "meter-7";

	private final LogRecorder log = new LogRecorder();

	@TempDir
	private Path directory;

	private boolean mounted;

	@AfterEach
	void unmount() throws Exception {
		this.log.close();
		if (this.mounted) {
			run("umount", this.directory.toString());
		}
	}

	@Test
	void fullDiskIsReportedAndWhatWasStoredBeforeIsThere() throws Exception {
		mount("size=2m");
		List<Long> stored = new ArrayList<>();
		StoredSession session = open();
		session.load();
		assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(() -> fill(session, stored))
			.withMessageContaining("Cannot write session store '" + data())
			.withMessageContaining("No space left on device")
			.withMessageContaining("Make room on the disk of '" + this.directory + "'")
			.withStackTraceContaining("IOException");
		assertThat(stored).isNotEmpty();
		assertThatExceptionOfType(MqttSessionStoreException.class)
			.isThrownBy(() -> session.write(List.of(accepted(1_000_000, 1))))
			.withMessageContaining("has failed before");
		session.close();
		assertThat(numbers()).isEqualTo(stored);
		assertThat(this.log.messages()).isEmpty();
		run("mount", "-o", "remount,size=64m", this.directory.toString());
		try (StoredSession next = open()) {
			next.load();
			next.write(List.of(new SessionChange.Cleared(), accepted(2_000_000, 1_000_000)));
		}
		assertThat(numbers()).containsExactly(2_000_000L);
	}

	@Test
	void sessionStaysAsItIsIfThereIsNoRoomToShrinkIt() throws Exception {
		mount("size=41m");
		List<Long> expected = LongStream.rangeClosed(1, 300).boxed().toList();
		try (StoredSession session = open()) {
			session.load();
			expected.forEach((number) -> session.write(List.of(accepted(number, 4000))));
			long untilTooLarge = 32 * 1024 * 1024 + 3 * 300 * 4000 - Files.size(data());
			Files.write(this.directory.resolve("other"), new byte[(int) (free() - untilTooLarge - 600_000)]);
			long position = 0;
			while (this.log.messages().isEmpty()) {
				position++;
				session.write(List.of(new SessionChange.PublishSent(1, 1, position)));
			}
			assertThat(this.log.messages()).singleElement().asString().contains("Cannot shrink", "No space left");
			session.write(List.of(accepted(301, 1)));
		}
		assertThat(numbers()).hasSize(301).containsAll(expected).contains(301L);
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).noneMatch((file) -> file.toString().endsWith(".new"));
		}
	}

	@Test
	void noRoomForAnythingIsReported() throws Exception {
		mount("size=64k");
		Files.write(this.directory.resolve("other"), new byte[(int) free()]);
		assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(this::open)
			.withMessageContaining("Cannot open session store '")
			.withMessageContaining("Make room");
		Files.delete(this.directory.resolve("other"));
		assertThat(numbers()).isEmpty();
	}

	@Test
	void directoryThatCannotBeWrittenIsReported() throws Exception {
		open().close();
		mount("size=1m");
		run("mount", "-o", "remount,ro", this.directory.toString());
		assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(this::open)
			.withMessageContaining("Read-only file system")
			.withMessageContaining("Make '" + this.directory + "' writable");
	}

	@Test
	void directoryOfAnotherUserIsReported() throws IOException {
		Files.setPosixFilePermissions(this.directory, Set.of());
		try {
			Assumptions.assumeFalse(Files.isWritable(this.directory), "The superuser may write everywhere");
			assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(this::open)
				.withMessageContaining("denied");
		}
		finally {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		}
	}

	@Test
	void fileInPlaceOfDirectoryIsReported() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		for (Path place : List.of(file, file.resolve("below"))) {
			assertThatExceptionOfType(MqttSessionStoreException.class)
				.isThrownBy(() -> DiskSessionStore.at(place).open(CLIENT))
				.withMessageContaining(file.toString())
				.withMessageMatching(".* (is not a|Not a) directory.*")
				.withMessageEndingWith("Choose a directory");
		}
		assertThat(file).isEmptyFile();
	}

	@Test
	void directoryInPlaceOfFileIsReported() throws IOException {
		Path file = Files.createDirectory(data());
		assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(this::open)
			.withMessageContaining(file.toString())
			.withMessageContaining("s a directory");
		Files.delete(file);
		assertThat(numbers()).isEmpty();
	}

	private Path data() {
		return new SessionFiles(this.directory, CLIENT).data();
	}

	private StoredSession open() {
		return DiskSessionStore.at(this.directory).open(CLIENT);
	}

	private List<Long> numbers() {
		try (StoredSession session = open()) {
			return session.load().publishes().stream().map(StoredPublish::number).toList();
		}
	}

	private static void fill(StoredSession session, List<Long> stored) {
		for (long number = 1;; number++) {
			session.write(List.of(accepted(number, 10_000)));
			stored.add(number);
		}
	}

	private static SessionChange accepted(long number, int size) {
		return new SessionChange.PublishAccepted(number, MqttMessage.of("a", new byte[size]).qos(QoS.AT_LEAST_ONCE),
				number);
	}

	private long free() throws IOException {
		return Files.getFileStore(this.directory).getUsableSpace();
	}

	private void mount(String options) throws Exception {
		boolean possible = "Linux".equals(System.getProperty("os.name"))
				&& run("mount", "-t", "tmpfs", "-o", options, "tmpfs", this.directory.toString()) == 0;
		Assumptions.assumeTrue(possible, "Only the superuser of Linux can mount a file system to fill");
		this.mounted = true;
	}

	private static int run(String... command) throws Exception {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return process.exitValue();
	}

}
