package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.session.SessionChange;
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
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link DiskSessionStore} with files that are not as they were written.
 */
@ExpectedErrors("cannot be read, so that its session begins anew")
class DamagedFileTests {

	// What fits into a page of the store
	private static final int RECORDS_PER_PAGE = 60;

	private static final int BLOCK = BlockFile.BLOCK_SIZE + 8;

	private static final int SECTOR = 512;

	private final LogRecorder log = new LogRecorder();

	@TempDir
	private Path origin;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void intactFileIsLeftAsItIs() throws IOException {
		StoreImage image = new StoreImage(this.origin, 1, 100);
		assertThat(StoreImage.describe(open(image.bytes()))).isEqualTo(StoreImage.describe(image.state()));
		assertThat(StoreImage.file(this.directory)).hasBinaryContent(image.bytes());
		assertThat(quarantined()).isEmpty();
		assertThat(this.log.messages()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void whatWasCommittedBeforeTheCutIsThereWhereverTheFileIsCut(long seed) throws IOException {
		StoreImage image = new StoreImage(this.origin, seed, 100);
		byte[] original = image.bytes();
		int step = original.length / 60 + 1;
		for (int size = 0; size < original.length; size += step) {
			assertRecovered(image, size, open(Arrays.copyOf(original, size)), Arrays.copyOf(original, size));
		}
		for (int size = original.length - 1; size > original.length - 2 * BLOCK; size -= 97) {
			assertRecovered(image, size, open(Arrays.copyOf(original, size)), Arrays.copyOf(original, size));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 3, 4 })
	void whatWasCommittedBeforeIsThereIfTheEndIsOverwritten(long seed) throws IOException {
		StoreImage image = new StoreImage(this.origin, seed, 100);
		Random random = new Random(seed);
		for (int i = 0; i < 40; i++) {
			byte[] damaged = image.bytes().clone();
			int from = damaged.length - 1 - random.nextInt((i < 20) ? 3 * BLOCK : damaged.length - 2 * BLOCK);
			byte[] garbage = new byte[damaged.length - from];
			if (i % 2 == 0) {
				random.nextBytes(garbage);
			}
			System.arraycopy(garbage, 0, damaged, from, garbage.length);
			assertRecovered(image, from, open(damaged), damaged);
		}
	}

	private void assertRecovered(StoreImage image, int size, SessionState state, byte[] damaged) throws IOException {
		assertThat(image.knows(state)).isTrue();
		// Perhaps all of the next commit is there that matters
		SessionState before = image.stateAt(size);
		SessionState after = image.stateAfter(size);
		Set<Long> atLeast = StoreImage.numbers(before);
		atLeast.retainAll(StoreImage.numbers(after));
		assertThat(StoreImage.numbers(state)).as("cut at " + size).containsAll(atLeast);
		Set<Long> atMost = StoreImage.numbers(before);
		atMost.addAll(StoreImage.numbers(after));
		assertThat(atMost).containsAll(StoreImage.numbers(state));
		assertQuarantinedIfLost(image, state, damaged);
	}

	@ParameterizedTest
	@ValueSource(longs = { 5, 6, 7 })
	void oneWrongBitCostsLittle(long seed) throws IOException {
		StoreImage image = new StoreImage(this.origin, seed, 60);
		Random random = new Random(seed);
		for (int i = 0; i < 40; i++) {
			byte[] damaged = image.bytes().clone();
			damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
			SessionState state = open(damaged);
			assertThat(image.knows(state)).isTrue();
			Set<Long> lost = StoreImage.numbers(image.state());
			lost.removeAll(StoreImage.numbers(state));
			assertThat(lost).hasSizeLessThan(RECORDS_PER_PAGE);
			assertQuarantinedIfLost(image, state, damaged);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 8, 9, 10 })
	void whateverIsOverwrittenTheRestIsIntact(long seed) throws IOException {
		StoreImage image = new StoreImage(this.origin, seed, 60);
		Random random = new Random(seed);
		for (int i = 0; i < 40; i++) {
			byte[] damaged = image.bytes().clone();
			for (int hole = 0; hole <= i % 4; hole++) {
				byte[] garbage = new byte[random.nextInt(2 * BLOCK)];
				random.nextBytes(garbage);
				System.arraycopy(garbage, 0, damaged, random.nextInt(damaged.length - garbage.length), garbage.length);
			}
			SessionState state = open(damaged);
			assertThat(image.knows(state)).isTrue();
			assertQuarantinedIfLost(image, state, damaged);
		}
	}

	private void assertQuarantinedIfLost(StoreImage image, SessionState state, byte[] damaged) throws IOException {
		List<Path> quarantined = quarantined();
		if (!StoreImage.describe(state).equals(StoreImage.describe(image.state()))) {
			assertThat(quarantined).hasSize(1);
		}
		if (!quarantined.isEmpty()) {
			assertThat(quarantined.get(0)).hasBinaryContent(damaged);
			assertThat(this.log.messages(Level.WARNING)).singleElement()
				.asString()
				.contains(quarantined.get(0).toString());
		}
		assertGoesOn(state);
	}

	private void assertGoesOn(SessionState state) throws IOException {
		int files = files().size();
		try (StoredSession session = store().open(StoreImage.CLIENT)) {
			assertThat(StoreImage.describe(session.load())).isEqualTo(StoreImage.describe(state));
			session.write(List.of(accepted(state.lastNumber() + 1, "more")));
		}
		try (StoredSession session = store().open(StoreImage.CLIENT)) {
			SessionState next = session.load();
			assertThat(next.publishes()).hasSize(state.publishes().size() + 1);
			assertThat(next.lastNumber()).isEqualTo(state.lastNumber() + 1);
		}
		assertThat(files()).hasSize(files);
	}

	@Test
	void messageTellsHowManyRecordsWereSaved() throws IOException {
		try (StoredSession session = DiskSessionStore.at(this.origin).open(StoreImage.CLIENT)) {
			for (int i = 1; i <= 100; i++) {
				session.write(List.of(accepted(i, "payload " + i), new SessionChange.PublishSent(i, i, i)));
			}
			session.write(List.of(new SessionChange.MessageReceived(3, 101)));
		}
		byte[] bytes = Files.readAllBytes(StoreImage.file(this.origin));
		overwrite(bytes, "payload 17", "Payload 17");
		SessionState state = open(bytes);
		assertThat(StoreImage.numbers(state)).hasSize(99).doesNotContain(17L);
		assertThat(state.received()).hasSize(1);
		assertThat(state.lastNumber()).isEqualTo(101);
		assertThat(this.log.messages(Level.WARNING)).singleElement()
			.asString()
			.contains("messages to send 99 of 100", "exchanges under way 99 of 100",
					"received packet identifiers 1 of 1", StoreImage.file(this.directory).toString(), "delete");
	}

	@Test
	void messagesAreSentAgainIfItIsNotKnownHowFarTheyWere() throws IOException {
		try (StoredSession session = DiskSessionStore.at(this.origin).open(StoreImage.CLIENT)) {
			session.write(List.of(accepted(1, "1"), accepted(2, "2"), accepted(3, "3")));
			session.write(List.of(new SessionChange.PublishSent(1, 7, 1), new SessionChange.PublishSent(2, 8, 2),
					new SessionChange.PublishFinished(1)));
			session.write(List.of(accepted(4, "4")));
		}
		byte[] bytes = Files.readAllBytes(StoreImage.file(this.origin));
		assertThat(open(bytes).publishes()).extracting(StoredPublish::number, StoredPublish::packetIdentifier)
			.containsExactly(tuple(2L, 8), tuple(3L, 0), tuple(4L, 0));
		PublishGroup group = new PublishGroup();
		group.add(1, PublishProgress.FINISHED);
		group.add(2, PublishProgress.sent(8, 2));
		group.add(3, PublishProgress.WAITING);
		byte[] record = RecordCodec.write(group);
		byte[] damaged = record.clone();
		damaged[damaged.length - 1] ^= 1;
		overwrite(bytes, record, damaged);
		SessionState state = open(bytes);
		assertThat(state.publishes()).extracting(StoredPublish::number, StoredPublish::packetIdentifier)
			.containsExactly(tuple(1L, 0), tuple(2L, 0), tuple(3L, 0), tuple(4L, 0));
		assertThat(this.log.messages(Level.WARNING)).singleElement()
			.asString()
			.contains("messages to send 4 of 3", "exchanges under way 0 of 1", "may be sent again");
		assertGoesOn(state);
	}

	@Test
	void nothingIsLostWithTheFirstBlocks() throws IOException {
		StoreImage image = new StoreImage(this.origin, 11, 60);
		for (int size : new int[] { 1, 100, FileHeader.MARK_POSITION + 1, FileHeader.SIZE,
				FileHeader.SIZE + 2 * BLOCK }) {
			byte[] damaged = image.bytes().clone();
			Arrays.fill(damaged, 0, size, (byte) 0x55);
			assertThat(StoreImage.describe(open(damaged))).isEqualTo(StoreImage.describe(image.state()));
			assertThat(quarantined()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 5000, 100_000 })
	void fileThatCannotBeReadAtAllIsKeptAside(int size) throws IOException {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		SessionState state = open(bytes);
		assertThat(state).isEqualTo(SessionState.EMPTY);
		assertThat(quarantined()).singleElement().satisfies((file) -> assertThat(file).hasBinaryContent(bytes));
		assertThat(this.log.messages(Level.SEVERE)).singleElement()
			.asString()
			.contains("cannot be read", quarantined().get(0).toString());
		assertGoesOn(state);
	}

	@Test
	void whatIsAppendedIsCutOffAndKeptAside() throws IOException {
		StoreImage image = new StoreImage(this.origin, 12, 60);
		byte[] damaged = Arrays.copyOf(image.bytes(), image.bytes().length + 3 * BLOCK);
		Arrays.fill(damaged, image.bytes().length, damaged.length, (byte) 'x');
		SessionState state = open(damaged);
		assertThat(StoreImage.describe(state)).isEqualTo(StoreImage.describe(image.state()));
		assertThat(quarantined()).hasSize(1);
		assertThat(Files.size(StoreImage.file(this.directory))).isLessThan(image.bytes().length);
		assertQuarantinedIfLost(image, state, damaged);
	}

	@Test
	void writeThatWasNotFinishedIsCutOff() throws IOException {
		StoreImage image = new StoreImage(this.origin, 13, 60);
		byte[] mark = Arrays.copyOfRange(image.bytes(), FileHeader.MARK_POSITION, FileHeader.SIZE);
		byte[] next = nextCommit(image);
		for (int size = next.length - 1; size > image.bytes().length; size -= 1000) {
			byte[] damaged = Arrays.copyOf(next, size);
			System.arraycopy(mark, 0, damaged, FileHeader.MARK_POSITION, mark.length);
			assertUnfinished(image, damaged);
		}
	}

	@Test
	void writeThatReachedTheDiskInPartsIsDropped() throws IOException {
		StoreImage image = new StoreImage(this.origin, 14, 60);
		byte[] mark = Arrays.copyOfRange(image.bytes(), FileHeader.MARK_POSITION, FileHeader.SIZE);
		byte[] next = nextCommit(image);
		for (int from = image.bytes().length; from < next.length; from += BLOCK) {
			byte[] damaged = next.clone();
			Arrays.fill(damaged, from, from + BLOCK, (byte) 0);
			System.arraycopy(mark, 0, damaged, FileHeader.MARK_POSITION, mark.length);
			assertUnfinished(image, damaged);
		}
	}

	@Test
	void powerFailureLeavesWhatWasBeforeOrAfterTheWrite() throws IOException {
		StoreImage image = new StoreImage(this.origin, 17, 60);
		byte[] before = image.bytes();
		byte[] after = nextCommit(image);
		SessionState complete = open(after);
		Random random = new Random(17);
		for (int i = 0; i < 150; i++) {
			// The disk has written some sectors and others not
			byte[] mixed = Arrays.copyOf(before, after.length);
			for (int sector = 0; sector < after.length; sector += SECTOR) {
				if (random.nextInt(10) >= i % 10) {
					int end = Math.min(sector + SECTOR, after.length);
					System.arraycopy(after, sector, mixed, sector, end - sector);
				}
			}
			SessionState state = open(mixed);
			assertThat(StoreImage.describe(state)).isIn(StoreImage.describe(image.state()),
					StoreImage.describe(complete));
		}
	}

	private byte[] nextCommit(StoreImage image) throws IOException {
		Files.write(StoreImage.file(this.origin), image.bytes());
		try (StoredSession session = DiskSessionStore.at(this.origin).open(StoreImage.CLIENT)) {
			long number = session.load().lastNumber();
			session.write(List.of(accepted(number + 1, "x".repeat(20_000)), accepted(number + 2, "y")));
			return Files.readAllBytes(StoreImage.file(this.origin));
		}
	}

	private void assertUnfinished(StoreImage image, byte[] damaged) throws IOException {
		SessionState state = open(damaged);
		assertThat(StoreImage.describe(state)).isEqualTo(StoreImage.describe(image.state()));
		assertThat(quarantined()).isEmpty();
		assertThat(this.log.messages(Level.INFO)).singleElement().asString().contains("not finished");
		assertThat(Files.size(StoreImage.file(this.directory))).isLessThanOrEqualTo(image.bytes().length);
		assertGoesOn(state);
	}

	@Test
	void everyDamagedFileIsKeptAside() throws IOException {
		for (int i = 0; i < 3; i++) {
			Files.writeString(StoreImage.file(this.directory), "damage " + i);
			store().open(StoreImage.CLIENT).close();
		}
		assertThat(quarantined()).hasSize(3);
	}

	@Test
	void fileOfNewerVersionIsRefused() throws IOException {
		byte[] bytes = new StoreImage(this.origin, 15, 1).bytes();
		byte[] owner = new SessionFiles(this.directory, StoreImage.CLIENT).owner();
		System.arraycopy(FileHeader.write(FileHeader.FORMAT + 1, owner), 0, bytes, 0, FileHeader.MARK_POSITION);
		assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(() -> open(bytes))
			.withMessageContaining("format 2");
		assertThat(StoreImage.file(this.directory)).hasBinaryContent(bytes);
	}

	@Test
	void fileOfAnotherClientIsRefused() throws IOException {
		byte[] bytes = new StoreImage(this.origin, 16, 1).bytes();
		Path other = new SessionFiles(this.directory, "other").data();
		Files.write(other, bytes);
		assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(() -> store().open("other"))
			.withMessageContaining("another client identifier")
			.withMessageContaining(other.toString());
		assertThat(other).hasBinaryContent(bytes);
	}

	private static void overwrite(byte[] bytes, String old, String replacement) {
		overwrite(bytes, old.getBytes(StandardCharsets.UTF_8), replacement.getBytes(StandardCharsets.UTF_8));
	}

	private static void overwrite(byte[] bytes, byte[] search, byte[] replacement) {
		Set<Integer> found = new HashSet<>();
		for (int i = 0; i + search.length <= bytes.length; i++) {
			if (ByteBuffer.wrap(bytes, i, search.length).equals(ByteBuffer.wrap(search))) {
				System.arraycopy(replacement, 0, bytes, i, search.length);
				found.add(i);
			}
		}
		assertThat(found).isNotEmpty();
	}

	private static SessionChange accepted(long number, String payload) {
		return new SessionChange.PublishAccepted(number, MqttMessage.of("a", payload).qos(QoS.AT_LEAST_ONCE), number);
	}

	private DiskSessionStore store() {
		return DiskSessionStore.at(this.directory).sync(false);
	}

	private SessionState open(byte[] bytes) throws IOException {
		this.log.clear();
		for (Path file : files()) {
			Files.delete(file);
		}
		Files.write(StoreImage.file(this.directory), bytes);
		try (StoredSession session = store().open(StoreImage.CLIENT)) {
			return session.load();
		}
	}

	private List<Path> quarantined() throws IOException {
		return files().stream().filter((file) -> file.toString().contains(".session.corrupt-")).toList();
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

}
