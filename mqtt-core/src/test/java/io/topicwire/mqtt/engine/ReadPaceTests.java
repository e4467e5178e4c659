package io.topicwire.mqtt.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadPace}.
 */
class ReadPaceTests {

	private static final long MICROSECOND = 1_000;

	// What the system takes longer than it was told to
	private static final long OVERSLEPT = 60 * MICROSECOND;

	private long now = Long.MAX_VALUE - 100;

	private final ReadPace pace = new ReadPace(this.now);

	private int paused;

	@Test
	void frequentReadsThatBringLittleArePausedBefore() {
		read(ReadPace.READS - 1, 15 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isZero();
		read(1, 15 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isEqualTo(ReadPace.PAUSE_NANOS);
		read(1_000, 125 * MICROSECOND, 8);
		assertThat(this.pace.pause()).isEqualTo(ReadPace.PAUSE_NANOS);
	}

	@Test
	void rareReadsAreNotPausedBefore() {
		read(1_000, 200 * MICROSECOND, 1);
		assertThat(this.paused).isZero();
	}

	@Test
	void readsThatBringManyPacketsAreNotPausedBefore() {
		read(1_000, 15 * MICROSECOND, 4);
		assertThat(this.paused).isZero();
	}

	@Test
	void readsThatBringPartsOfPacketsAreNotPausedBefore() {
		for (int i = 0; i < 1_000; i++) {
			read(1, 15 * MICROSECOND, i % 2);
		}
		assertThat(this.paused).isZero();
	}

	@Test
	void readsAreNotPausedBeforeAnyLongerWhenTheyBringLittleDespiteIt() {
		read(ReadPace.READS, 15 * MICROSECOND, 1);
		read(1_000, 125 * MICROSECOND, 8);
		this.paused = 0;
		read(100, 200 * MICROSECOND, 1);
		assertThat(this.paused).isEqualTo(ReadPace.READS_WITH_PAUSE);
	}

	@Test
	void whoSendsTheNextMessageAfterTheAnswerToTheLastOneIsHardlyHeldUp() {
		for (int i = 0; i < 1_000_000; i++) {
			long pause = this.pace.pause();
			read(1, 20 * MICROSECOND + pause + ((pause > 0) ? OVERSLEPT : 0), 1);
		}
		// Once for each power of two
		assertThat(this.paused).isPositive().isLessThanOrEqualTo(15 * ReadPace.READS_WITH_PAUSE);
	}

	@Test
	void brokerThatSendsFewerPacketsBecauseOfThePausesIsReadWithout() {
		int messages = 8;
		for (int i = 0; i < 100_000; i++) {
			long pause = this.pace.pause();
			int packets = (pause > 0) ? messages : 1;
			read(1, packets * 14 * MICROSECOND + pause + ((pause > 0) ? OVERSLEPT : 0), packets);
		}
		assertThat(this.paused).isPositive().isLessThan(1_000);
	}

	@Test
	void failureAfterLongSuccessIsFollowedByAnotherTrySoon() {
		for (int i = 0; i < 10; i++) {
			read(ReadPace.READS, 15 * MICROSECOND, 1);
			read(ReadPace.READS_WITH_PAUSE, 125 * MICROSECOND, 1);
		}
		while (this.pace.pause() == 0) {
			read(1, 15 * MICROSECOND, 1);
		}
		read(1_000, 125 * MICROSECOND, 8);
		read(ReadPace.READS_WITH_PAUSE, 125 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isZero();
		read(2 * ReadPace.READS, 15 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isPositive();
	}

	private void read(int reads, long nanos, int packets) {
		for (int i = 0; i < reads; i++) {
			this.paused += (this.pace.pause() > 0) ? 1 : 0;
			this.now += nanos;
			this.pace.read(packets, this.now);
		}
	}

}
