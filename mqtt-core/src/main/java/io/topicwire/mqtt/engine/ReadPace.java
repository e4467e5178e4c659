package io.topicwire.mqtt.engine;

/**
 * Decides when to wait a moment before reading on, so that more is read at once. A broker
 * that writes each packet by itself, as Mosquitto does, wakes up the reader for each of
 * them otherwise, and the reader the next thread. With 60,000 packets per second, to wait
 * takes a quarter to a half off the processor time of the client, and lets a broker on
 * the same machine send a fifth more. A packet comes later by the pause at most, and by
 * what the system adds to it, together mostly a tenth of a millisecond.
 * <p>
 * Whether it pays cannot be known, so that it is tried: reads with a pause before them
 * have to bring several packets, and the packets must not come much more slowly than
 * without. Who sends the next message only after the answer to the one before is held up
 * for a few reads when it is tried, and each time it takes twice as long until it is
 * tried again.
 */
final class ReadPace {

	static final long PAUSE_NANOS = 50_000;

	// Reads without a pause that are looked at together
	static final int READS = 32;

	static final int READS_WITH_PAUSE = 4;

	// Reads that are as frequent on average, and bring as little, may as well come later.
	// What comes in large pieces gains nothing
	private static final long MAX_INTERVAL_NANOS = 200_000;

	private static final int FEW_PACKETS = 4;

	// What a read has to bring on average so that the pause pays: to wait costs about as
	// much as to read
	private static final int ENOUGH_PACKETS = 4;

	// As many as it takes until an average shows that packets come too slowly
	private static final int MANY_SUCCESSES = 16;

	// After so many failures in a row, to try again holds nobody up any more
	private static final int MAX_HOLD_OFF = 32_768;

	private boolean pausing;

	private int reads;

	private int packets;

	private long begin;

	// For each packet, on average of late

	private long nanosWithoutPause;

	private long nanosWithPause;

	// How often frequent reads are to be seen before it is tried again, now and next time

	private int hold;

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
	 * Handle that something was read.
	 * @param packets how many packets that completed
	 * @param now when it was read, in nanoseconds
	 */
	void read(int packets, long now) {
		this.packets += packets;
		this.reads++;
		if (this.reads == (this.pausing ? READS_WITH_PAUSE : READS)) {
			this.pausing = this.pausing ? paysOff(now - this.begin) : isWorthATry(now - this.begin);
			this.begin = now;
			this.reads = 0;
			this.packets = 0;
		}
	}

	private boolean isWorthATry(long nanos) {
		if (this.packets < READS || this.packets >= FEW_PACKETS * READS || nanos >= MAX_INTERVAL_NANOS * READS) {
			return false;
		}
		if (this.hold > 0) {
			this.hold--;
			return false;
		}
		this.nanosWithoutPause = average(this.nanosWithoutPause, nanos / this.packets);
		this.nanosWithPause = this.nanosWithoutPause;
		return true;
	}

	private boolean paysOff(long nanos) {
		if (this.packets >= ENOUGH_PACKETS * READS_WITH_PAUSE) {
			this.nanosWithPause = average(this.nanosWithPause, nanos / this.packets);
			if (this.nanosWithPause <= this.nanosWithoutPause * 4 / 3) {
				this.successes++;
				if (this.successes == MANY_SUCCESSES) {
					this.nextHold = 1;
				}
				return true;
			}
		}
		this.successes = 0;
		this.hold = this.nextHold;
		this.nextHold = Math.min(this.nextHold * 2, MAX_HOLD_OFF);
		return false;
	}

	// The interval between two reads varies a lot, so that one says little
	private static long average(long before, long now) {
		return (before == 0) ? now : (7 * before + now) / 8;
	}

}
