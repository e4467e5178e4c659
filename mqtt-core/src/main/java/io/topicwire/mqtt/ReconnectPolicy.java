package io.topicwire.mqtt;

import java.time.Duration;

/**
 * When a lost connection is made anew. The n-th attempt in a row waits for a random time
 * between zero and {@code delay × multiplier^(n-1)}, but never more than
 * {@code maxDelay}, so that many clients of a restarted broker spread out. With several
 * servers an attempt is a round in which each of them is tried. Attempts are counted anew
 * once a connection has lasted for {@code stableAfter}.
 * <p>
 * What a broker says about the end decides as well, see {@link ReasonCode#reconnect()}:
 * the client waits for at least half of {@code maxDelay}, or does not come back until it
 * is told to connect, which listeners learn from {@link MqttClientListener#gaveUp}.
 *
 * @param enabled whether a lost connection is made anew at all
 * @param firstConnect whether the first connect is retried as well
 * @param maxRetries how many attempts in a row are made before giving up
 * @param delay upper bound of the wait before the first attempt; more than zero
 * @param multiplier how the bound grows from attempt to attempt; at least 1
 * @param maxDelay upper bound of every wait; not less than {@code delay}, at most 365
 * days
 * @param stableAfter how long a connection has to last to count as a success; at most 365
 * days
 * @param retryTakeover whether the client comes back after the broker has told that
 * another one with the same client identifier took the session over. Two clients that
 * both do so throw each other out again and again, with growing delays
 * @since 0.1.0
 */
public record ReconnectPolicy(boolean enabled, boolean firstConnect, long maxRetries, Duration delay, double multiplier,
		Duration maxDelay, Duration stableAfter, boolean retryTakeover) {

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Reconnect for ever: waits of up to 1 second at first, doubling up to 60 seconds,
	 * and a connection counts as stable after 30 seconds. The first connect is not
	 * retried.
	 */
	public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(true, false, Long.MAX_VALUE,
			Duration.ofSeconds(1), 2, Duration.ofSeconds(60), Duration.ofSeconds(30));

	/**
	 * Never reconnect.
	 */
	public static final ReconnectPolicy NEVER = new ReconnectPolicy(false, false, 0, Duration.ofSeconds(1), 2,
			Duration.ofSeconds(60), Duration.ofSeconds(30));

	/**
	 * Create a policy with which a client comes back after a takeover too.
	 * @param enabled whether a lost connection is made anew at all
	 * @param firstConnect whether the first connect is retried as well
	 * @param maxRetries how many attempts in a row are made before giving up
	 * @param delay upper bound of the wait before the first attempt
	 * @param multiplier how the bound grows from attempt to attempt
	 * @param maxDelay upper bound of every wait
	 * @param stableAfter how long a connection has to last to count as a success
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public ReconnectPolicy(boolean enabled, boolean firstConnect, long maxRetries, Duration delay, double multiplier,
			Duration maxDelay, Duration stableAfter) {
		this(enabled, firstConnect, maxRetries, delay, multiplier, maxDelay, stableAfter, true);
	}

	/**
	 * Create a policy.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public ReconnectPolicy {
		require(maxRetries >= 0, "Maximum number of retries must not be negative but was " + maxRetries);
		require(!delay.isNegative() && !delay.isZero(), "Reconnect delay must be more than zero but was " + delay);
		require(multiplier >= 1, "Reconnect multiplier must be at least 1 but was " + multiplier);
		require(maxDelay.compareTo(delay) >= 0,
				"Maximum reconnect delay must not be less than the delay of " + delay + " but was " + maxDelay);
		require(maxDelay.compareTo(LONGEST) <= 0,
				"Maximum reconnect delay must be at most " + LONGEST.toDays() + " days but was " + maxDelay);
		require(stableAfter.compareTo(LONGEST) <= 0,
				"Stable time must be at most " + LONGEST.toDays() + " days but was " + stableAfter);
		require(!stableAfter.isNegative(), "Stable time must not be negative but was " + stableAfter);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * Return this policy with the first connect retried or not.
	 * @param firstConnect whether the first connect is retried as well
	 * @return a new policy
	 */
	public ReconnectPolicy firstConnect(boolean firstConnect) {
		return new ReconnectPolicy(this.enabled, firstConnect, this.maxRetries, this.delay, this.multiplier,
				this.maxDelay, this.stableAfter, this.retryTakeover);
	}

	/**
	 * Return this policy with another number of attempts.
	 * @param maxRetries how many attempts in a row are made before giving up
	 * @return a new policy
	 * @throws IllegalArgumentException if the number is negative
	 */
	public ReconnectPolicy maxRetries(long maxRetries) {
		return new ReconnectPolicy(this.enabled, this.firstConnect, maxRetries, this.delay, this.multiplier,
				this.maxDelay, this.stableAfter, this.retryTakeover);
	}

	/**
	 * Return this policy with a client that comes back after a takeover or not.
	 * @param retryTakeover whether it comes back
	 * @return a new policy
	 */
	public ReconnectPolicy retryTakeover(boolean retryTakeover) {
		return new ReconnectPolicy(this.enabled, this.firstConnect, this.maxRetries, this.delay, this.multiplier,
				this.maxDelay, this.stableAfter, retryTakeover);
	}

}
