package io.topicwire.mqtt;

import java.time.Duration;
import java.util.Objects;

/**
 * How many messages may wait to be sent, and what becomes of others. Messages wait while
 * there is no connection, while it is slower than the application, and those of QoS 1 and
 * 2 while as many are unacknowledged as the broker allows. They are sent in the order in
 * which they were published.
 *
 * @param maxMessages how many messages may wait to be sent; at least 1
 * @param maxBytes how many bytes of payload may wait to be sent; at least 1
 * @param whenFull what becomes of a message that finds no room
 * @param maxWait how long a message waits for room with {@link OutboxFullPolicy#WAIT};
 * more than zero, at most 365 days
 * @param maxWaiting how many messages may wait for room with
 * {@link OutboxFullPolicy#WAIT}, with no more payload than the outbox holds itself; at
 * least 1
 * @param whileOffline which messages may wait while there is no connection
 * @since 0.1.0
 */
public record OutboxOptions(int maxMessages, long maxBytes, OutboxFullPolicy whenFull, Duration maxWait, int maxWaiting,
		OfflinePolicy whileOffline) {

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Room for 10,000 messages with 64 MiB of payload. A message that finds none fails;
	 * if it is to wait, then for up to 10 seconds, and 1,000 messages may. All messages
	 * may wait while there is no connection.
	 */
	public static final OutboxOptions DEFAULT = new OutboxOptions(10_000, 64L * 1024 * 1024, OutboxFullPolicy.FAIL,
			Duration.ofSeconds(10), 1_000, OfflinePolicy.KEEP_ALL);

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public OutboxOptions {
		Objects.requireNonNull(whenFull, "whenFull must not be null");
		Objects.requireNonNull(whileOffline, "whileOffline must not be null");
		requirePositive("Outbox must hold at least 1 message", maxMessages);
		requirePositive("Outbox must hold at least 1 byte", maxBytes);
		if (maxWait.isNegative() || maxWait.isZero() || maxWait.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("Time to wait for room in the outbox must be more than zero and at most "
					+ LONGEST.toDays() + " days but was " + maxWait);
		}
		requirePositive("Number of messages that may wait for room in the outbox must be at least 1", maxWaiting);
	}

	private static void requirePositive(String rule, long value) {
		if (value < 1) {
			throw new IllegalArgumentException(rule + " but was " + value);
		}
	}

	/**
	 * Return these options with other limits.
	 * @param maxMessages how many messages may wait to be sent
	 * @param maxBytes how many bytes of payload may wait to be sent
	 * @return new options
	 * @throws IllegalArgumentException if a limit is less than 1
	 */
	public OutboxOptions limit(int maxMessages, long maxBytes) {
		return new OutboxOptions(maxMessages, maxBytes, this.whenFull, this.maxWait, this.maxWaiting,
				this.whileOffline);
	}

	/**
	 * Return these options with another policy for messages that find no room.
	 * @param whenFull what becomes of them
	 * @return new options
	 */
	public OutboxOptions whenFull(OutboxFullPolicy whenFull) {
		return new OutboxOptions(this.maxMessages, this.maxBytes, whenFull, this.maxWait, this.maxWaiting,
				this.whileOffline);
	}

	/**
	 * Return these options with other limits for messages that wait for room.
	 * @param maxWait how long a message waits for room
	 * @param maxWaiting how many messages may wait for room
	 * @return new options
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public OutboxOptions waitLimit(Duration maxWait, int maxWaiting) {
		return new OutboxOptions(this.maxMessages, this.maxBytes, this.whenFull, maxWait, maxWaiting,
				this.whileOffline);
	}

	/**
	 * Return these options with another policy for the time without a connection.
	 * @param whileOffline which messages may wait then
	 * @return new options
	 */
	public OutboxOptions whileOffline(OfflinePolicy whileOffline) {
		return new OutboxOptions(this.maxMessages, this.maxBytes, this.whenFull, this.maxWait, this.maxWaiting,
				whileOffline);
	}

}
