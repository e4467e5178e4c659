package io.topicwire.mqtt.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DiskSessionStore}.
 */
class DiskSessionStoreTests {

	@TempDir
	private Path directory;

	@Test
	void directoryIsCreatedWhenItIsNeeded() {
		Path nested = this.directory.resolve("one/two");
		DiskSessionStore store = DiskSessionStore.at(nested);
		assertThat(nested).doesNotExist();
		store.open("meter-7").close();
		assertThat(nested).isDirectoryContaining("glob:**/meter-7-*.session");
	}

	@Test
	void everythingIsForItsOwnerOnly() throws IOException {
		Assumptions.assumeTrue(this.directory.getFileSystem().supportedFileAttributeViews().contains("posix"),
				"The file system has no such permissions");
		Path nested = this.directory.resolve("one/two");
		DiskSessionStore.at(nested).open("meter-7").close();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested))).isEqualTo("rwx------");
		assertThat(files(nested)).hasSize(2)
			.allSatisfy((file) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
				.isEqualTo("rw-------"));
	}

	@Test
	void nothingIsWrittenAnywhereElse() throws IOException {
		Path workingDirectory = Path.of("").toAbsolutePath();
		Set<Path> before = Set.copyOf(files(workingDirectory));
		Path nested = this.directory.resolve("one/two");
		store(nested, "meter-7", 1);
		assertThat(files(workingDirectory)).containsExactlyInAnyOrderElementsOf(before);
		assertThat(files(this.directory)).containsExactly(this.directory.resolve("one"));
		assertThat(files(this.directory.resolve("one"))).containsExactly(nested);
	}

	static List<String> clientIds() {
		return List.of("..", ".", "../../escape", "/etc/passwd", "a/b", "a\\b", "CON", "meter:7", "a\u0000b", " ",
				"?*\"", "\u20AC\uD83D\uDE00", "x".repeat(65_535), "METER-7", "meter-7", "meter_7", ".hidden", "\n");
	}

	@ParameterizedTest
	@MethodSource("clientIds")
	void clientIdMayHaveAnyCharacters(String clientId) throws IOException {
		store(this.directory, clientId, 5);
		assertThat(numbers(this.directory, clientId)).containsExactly(5L);
		assertThat(files(this.directory)).allSatisfy((file) -> {
			assertThat(file.getFileName().toString()).matches("[A-Za-z0-9_-][A-Za-z0-9._-]*").hasSizeLessThan(100);
			assertThat(file.toRealPath().getParent()).isEqualTo(this.directory.toRealPath());
		});
	}

	@Test
	void clientsShareNoFile() throws IOException {
		List<String> clientIds = clientIds();
		for (int i = 0; i < clientIds.size(); i++) {
			store(this.directory, clientIds.get(i), i + 1);
		}
		for (int i = 0; i < clientIds.size(); i++) {
			assertThat(numbers(this.directory, clientIds.get(i))).containsExactly(i + 1L);
		}
		Set<String> names = files(this.directory).stream()
			.map((file) -> file.getFileName().toString().toLowerCase())
			.filter((name) -> name.endsWith(".session"))
			.collect(Collectors.toSet());
		assertThat(names).hasSameSizeAs(clientIds);
	}

	@Test
	void clientNeedsAnIdentifier() {
		assertThatIllegalArgumentException().isThrownBy(() -> DiskSessionStore.at(this.directory).open(""))
			.withMessageContaining("client identifier");
	}

	@Test
	void directoryHasToBeOnDisk() throws IOException {
		Path archive = this.directory.resolve("archive.zip");
		try (FileSystem other = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
			assertThatIllegalArgumentException().isThrownBy(() -> DiskSessionStore.at(other.getPath("/sessions")))
				.withMessageContaining("'/sessions'");
		}
	}

	@Test
	void messageOfFileInUseNamesItAndWhatToDo() {
		try (StoredSession session = DiskSessionStore.at(this.directory).open("meter-7")) {
			session.load();
			assertThatExceptionOfType(MqttSessionStoreException.class)
				.isThrownBy(() -> DiskSessionStore.at(this.directory.resolve("x/..")).open("meter-7"))
				.withMessageContaining(this.directory.resolve("meter-7-").toString())
				.withMessageContaining("another client of this process")
				.withMessageContaining("close that client first");
		}
	}

	@Test
	void sameFileIsFoundThroughLink() throws IOException {
		Path link = this.directory.resolve("link");
		Path target = Files.createDirectory(this.directory.resolve("target"));
		Files.createSymbolicLink(link, target);
		try (StoredSession session = DiskSessionStore.at(link).open("meter-7")) {
			session.load();
			assertThatExceptionOfType(MqttSessionStoreException.class)
				.isThrownBy(() -> DiskSessionStore.at(target).open("meter-7"))
				.withMessageContaining("in use");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void storedIsWhatWasWrittenWithAndWithoutWaitingForTheDisk(boolean sync) {
		DiskSessionStore store = DiskSessionStore.at(this.directory).sync(sync);
		assertThat(store).hasToString("DiskSessionStore[directory=" + this.directory + ", sync=" + sync + "]");
		try (StoredSession session = store.open("meter-7")) {
			session.load();
			session.write(List.of(accepted(1)));
		}
		assertThat(numbers(this.directory, "meter-7")).containsExactly(1L);
	}

	@Test
	void sessionIsLoadedOnce() {
		try (StoredSession session = DiskSessionStore.at(this.directory).open("meter-7")) {
			session.load();
			assertThatIllegalStateException().isThrownBy(session::load).withMessageContaining("once");
		}
	}

	@Test
	void unfinishedFreshFileIsOfNoInterest() throws IOException {
		store(this.directory, "meter-7", 1);
		Files.writeString(new SessionFiles(this.directory, "meter-7").fresh(), "cut off in the middle");
		assertThat(numbers(this.directory, "meter-7")).containsExactly(1L);
	}

	@Test
	void missingLibraryIsNamed() throws Exception {
		URL classes = DiskSessionStore.class.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes }, ClassLoader.getPlatformClassLoader())) {
			Class<?> type = loader.loadClass(DiskSessionStore.class.getName());
			assertThatExceptionOfType(InvocationTargetException.class)
				.isThrownBy(() -> type.getMethod("at", Path.class).invoke(null, this.directory))
				.havingCause()
				.withMessageContaining("com.h2database:h2-mvstore")
				.matches((failure) -> failure.getClass().getName().equals(MqttSessionStoreException.class.getName()));
		}
	}

	private static void store(Path directory, String clientId, long number) {
		try (StoredSession session = DiskSessionStore.at(directory).open(clientId)) {
			session.load();
			session.write(List.of(accepted(number)));
		}
	}

	private static List<Long> numbers(Path directory, String clientId) {
		try (StoredSession session = DiskSessionStore.at(directory).open(clientId)) {
			return session.load().publishes().stream().map(StoredPublish::number).toList();
		}
	}

	private static SessionChange accepted(long number) {
		return new SessionChange.PublishAccepted(number, MqttMessage.of("a", "b").qos(QoS.AT_LEAST_ONCE), number);
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

}
