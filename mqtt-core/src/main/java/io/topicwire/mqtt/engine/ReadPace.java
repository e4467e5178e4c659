package io.topicwire.mqtt.engine;

/**
 * Decides when to wait a moment before reading on, so that more is read at once. A broker
 * that writes each packet by itself, as Mosquitto does, wakes up the reader for each of
 * them otherwise, and the reader the next thread. With Mosquitto on the same machine, and
 * 25,000 to 75,000 packets per second, to wait takes a third to two thirds off the
 * processor time of the client, and mostly lets the broker send a fifth more. It delays a
 * packet by the pause and what the system adds to it, on Linux mostly a quarter of a
 * millisecond together. TLS and WebSocket gain nothing, because each read brings one
 * record or frame.
 * <p>
 * Whether it pays cannot be known, so that it is tried: reads with a pause before them
 * have to bring several packets, hardly more slowly than without, and the pause must not
 * take much longer than it was told to. Who sends the next message only after the answer
 * to the one before is held up for a few reads each time that it is tried, which is soon
 * rare.
 */
final class ReadPace {

	static final long PAUSE_NANOS = 200_000;

	// So many in a row to begin with that take so long, it is the timer of a system that
	// counts in milliseconds. Later, or fewer, it is another thread that had the
	// processor
	static final int LONG_PAUSES = 3;

	private static final long LONG_PAUSE_NANOS = 1_000_000;

	// Reads without a pause that are looked at together
	static final int READS = 32;

	static final int READS_WITH_PAUSE = 8;

	// Reads that are not more frequent than that on average are no burden
	private static final long MAX_INTERVAL_NANOS = 100_000;

	// Reads that bring as many on average gain nothing
	private static final int FEW_PACKETS = 4;

	// What a read has to bring on average so that the pause pays
	private static final int ENOUGH_PACKETS = 3;

	// So many more than it takes until the average shows that packets come too slowly
	private static final int MANY_SUCCESSES = 32;

	// When to look again how fast they come without
	private static final int ALL_SUCCESSES = 128;

	// After so many failures in a row, to try again holds nobody up any more
	private static final int MAX_HOLD = 32_768;

	private boolean pausing;

	private int reads;

	private int packets;

	private long begin;

	private int longPauses;

	// For each packet, on average of late

	private long nanosWithoutPause;

	private long nanosWithPause;

	// How many times frequent reads are only looked at before it is tried again, now and
	// next time. Twice at first, because the connection is being made
	private int hold = 2;

	private int nextHold = 1;

	private int successes;

	/**
	 * Create a pace that begins without pauses.
	 * @param now the present time, in nanoseconds
	 */
	ReadPace(long now) {
		this.begin = now;
	}

	/**
	 * Return how long to wait before reading on, in nanoseconds, 0 for not at all.
	 */
	long pause() {
		return this.pausing ? PAUSE_NANOS : 0;
	}

	/**
	 * Handle that there was a pause.
	 * @param nanos how long it took, in nanoseconds
	 * @param now the present time, in nanoseconds
	 */
	void paused(long nanos, long now) {
		this.longPauses = (this.successes == 0 && nanos > LONG_PAUSE_NANOS) ? this.longPauses + 1 : 0;
		if (this.longPauses == LONG_PAUSES) {
			giveUp(16);
			startAnew(false, now);
		}
	}

	/**
	 * Handle that something was read.
	 * @param packets how many packets that completed
	 * @param now when it was read, in nanoseconds
	 */
	void read(int packets, long now) {
		this.packets += packets;
		this.reads++;
		if (this.reads == (this.pausing ? READS_WITH_PAUSE : READS)) {
			long nanos = now - this.begin;
			startAnew(this.pausing ? isToGoOn(nanos) : isWorthATry(nanos), now);
		}
	}

	private void startAnew(boolean pausing, long now) {
		this.pausing = pausing;
		this.begin = now;
		this.reads = 0;
		this.packets = 0;
	}

	private boolean isWorthATry(long nanos) {
		if (this.packets < READS || this.packets >= FEW_PACKETS * READS || nanos >= MAX_INTERVAL_NANOS * READS) {
			return false;
		}
		long each = nanos / this.packets;
		this.nanosWithoutPause = (this.nanosWithoutPause > 0) ? (3 * this.nanosWithoutPause + each) / 4 : each;
		this.nanosWithPause = this.nanosWithoutPause;
		if (this.hold > 0) {
			this.hold--;
			return false;
		}
		return true;
	}

	private boolean isToGoOn(long nanos) {
		if (!paysOff(nanos)) {
			giveUp(2);
			return false;
		}
		this.successes++;
		if (this.successes == MANY_SUCCESSES) {
			this.nextHold = 1;
		}
		if (this.successes < ALL_SUCCESSES) {
			return true;
		}
		this.successes = 0;
		return false;
	}

	private boolean paysOff(long nanos) {
		if (this.packets < ENOUGH_PACKETS * READS_WITH_PAUSE) {
			return false;
		}
		// A broker that rests for once is no reason to give up
		long each = Math.min(nanos / this.packets, this.nanosWithoutPause * 3 / 2);
		this.nanosWithPause = (7 * this.nanosWithPause + each) / 8;
		return this.nanosWithPause <= this.nanosWithoutPause * 9 / 8;
	}

	private void giveUp(int factor) {
		this.successes = 0;
		this.longPauses = 0;
		this.hold = this.nextHold;
		this.nextHold = Math.min(this.nextHold * factor, MAX_HOLD);
	}

}
