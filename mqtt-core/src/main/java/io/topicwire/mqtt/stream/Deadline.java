package io.topicwire.mqtt.stream;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When the opening of a stream has to be done, however many steps that takes.
 */
final class Deadline {

	// More than anybody waits, and little enough to be added to the time
	private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

	private final Duration timeout;

	private final long end;

	private Deadline(Duration timeout) {
		this.timeout = timeout;
		this.end = System.nanoTime() + timeout.toNanos();
	}

	static Deadline after(Duration timeout) {
		return new Deadline((timeout.compareTo(LONGEST) > 0) ? LONGEST : timeout);
	}

	/**
	 * Return how much time is left.
	 * @return milliseconds, at least 1
	 * @throws SocketTimeoutException if none is left
	 */
	int remainingMillis() throws SocketTimeoutException {
		long nanos = this.end - System.nanoTime();
		if (nanos <= 0) {
			throw new SocketTimeoutException("not connected within " + this.timeout.toMillis() + " ms");
		}
		return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
	}

}
