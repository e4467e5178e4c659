package io.topicwire.mqtt.engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
		read(3 * ReadPace.READS - 1, 15 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isZero();
		read(1, 15 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isEqualTo(ReadPace.PAUSE_NANOS);
		assertThat(pausedOf(10_000, 15 * MICROSECOND, Integer.MAX_VALUE)).isGreaterThan(9_000);
	}

	@Test
	void rareReadsAreNotPausedBefore() {
		read(1_000, 100 * MICROSECOND, 1);
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
		readUntilPause();
		read(60 * ReadPace.READS_WITH_PAUSE, 270 * MICROSECOND, 18);
		this.paused = 0;
		read(100, 270 * MICROSECOND, 2);
		assertThat(this.paused).isEqualTo(ReadPace.READS_WITH_PAUSE);
	}

	@Test
	void whoSendsTheNextMessageAfterTheAnswerToTheLastOneIsHardlyHeldUp() {
		// Once for each power of two
		assertThat(pausedOf(1_000_000, 20 * MICROSECOND, 1)).isPositive()
			.isLessThanOrEqualTo(15 * ReadPace.READS_WITH_PAUSE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6, 12, 18 })
	void brokerThatSendsFewerPacketsBecauseOfThePausesIsReadWithout(int inFlight) {
		assertThat(pausedOf(100_000, 14 * MICROSECOND, inFlight)).isPositive().isLessThan(1_000);
	}

	@Test
	void packetsThatCameSlowlyBeforeAreNoMeasureOfThoseThatComeNow() {
		read(1_000, 90 * MICROSECOND, 1);
		assertThat(pausedOf(100_000, 14 * MICROSECOND, 5)).isPositive().isLessThan(1_000);
	}

	@Test
	void gapIsSoonNoMeasureAnyLongerOfThePacketsThatCome() {
		read(1, 5_000 * MICROSECOND, 1);
		assertThat(pausedOf(100_000, 14 * MICROSECOND, 5)).isPositive().isLessThan(3_000);
	}

	@Test
	void packetsThatComeFasterThanBeforeAreNoticedWhilePausing() {
		read(3 * ReadPace.READS, 30 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isPositive();
		// With pauses, they come as fast as they did before, but not as fast as they
		// could
		assertThat(pausedOf(100_000, 14 * MICROSECOND, 6)).isLessThan(3_000);
	}

	@Test
	void timerThatCountsInMillisecondsIsGivenUpAtOnce() {
		for (int i = 0; i < 100_000; i++) {
			readAfterPause(15_000 * MICROSECOND, 1_000);
		}
		assertThat(this.paused).isPositive().isLessThanOrEqualTo(ReadPace.LONG_PAUSES * 5);
	}

	@Test
	void fewPausesThatTakeLongDoNotMatter() {
		readUntilPause();
		for (int i = 1; i < ReadPace.LONG_PAUSES; i++) {
			readAfterPause(5_000 * MICROSECOND, 5_000 / 15);
		}
		assertThat(pausedOf(1_000, 15 * MICROSECOND, Integer.MAX_VALUE)).isEqualTo(1_000);
	}

	@Test
	void pausesThatTakeLongOnceItHasPaidDoNotMatter() {
		readUntilPause();
		pausedOf(ReadPace.READS_WITH_PAUSE, 15 * MICROSECOND, Integer.MAX_VALUE);
		this.paused = 0;
		for (int i = 0; i < 100; i++) {
			readAfterPause(5_000 * MICROSECOND, 5_000 / 15);
		}
		assertThat(this.paused).isEqualTo(100);
	}

	@Test
	void brokerThatRestsForOnceIsNoReasonToGiveUp() {
		readUntilPause();
		this.now += 100_000 * MICROSECOND;
		assertThat(pausedOf(1_000, 15 * MICROSECOND, Integer.MAX_VALUE)).isEqualTo(1_000);
	}

	@Test
	void failureAfterLongSuccessIsFollowedByAnotherTrySoon() {
		pausedOf(10_000, 20 * MICROSECOND, 1);
		pausedOf(100_000, 15 * MICROSECOND, Integer.MAX_VALUE);
		readUntilPause();
		read(ReadPace.READS_WITH_PAUSE, 270 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isZero();
		read(2 * ReadPace.READS, 15 * MICROSECOND, 1);
		assertThat(this.pace.pause()).isPositive();
	}

	private void readUntilPause() {
		while (this.pace.pause() == 0) {
			read(1, 15 * MICROSECOND, 1);
		}
	}

	/**
	 * Read from a broker that sends as long as not too much is unanswered.
	 * @param reads how often to read
	 * @param interval nanoseconds that it takes to send a packet
	 * @param inFlight how many packets it sends at most before something is read
	 * @return how many of the reads came after a pause
	 */
	private int pausedOf(int reads, long interval, int inFlight) {
		int before = this.paused;
		for (int i = 0; i < reads; i++) {
			long pause = this.pace.pause();
			if (pause == 0) {
				read(1, interval, 1);
				continue;
			}
			int packets = (int) Math.min((pause + OVERSLEPT) / interval, inFlight);
			readAfterPause(pause + OVERSLEPT, packets);
			// It goes on only when it has the answers
			this.now += (packets == inFlight) ? packets * interval : 0;
		}
		return this.paused - before;
	}

	private void readAfterPause(long nanos, int packets) {
		if (this.pace.pause() == 0) {
			read(1, 15 * MICROSECOND, 1);
			return;
		}
		this.paused++;
		this.now += nanos;
		this.pace.paused(nanos, this.now);
		this.pace.read(packets, this.now);
	}

	private void read(int reads, long nanos, int packets) {
		for (int i = 0; i < reads; i++) {
			this.paused += (this.pace.pause() > 0) ? 1 : 0;
			this.now += nanos;
			this.pace.read(packets, this.now);
		}
	}

}
