package io.topicwire.mqtt.boot.console;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * What the console may do, and how much it keeps.
 *
 * @param application name of the application
 * @param path where it is served
 * @param writable whether messages may be published and listeners paused
 * @param allowRemote whether requests from other machines are answered
 * @param showPayloads whether payloads are shown
 * @param limits how much is kept
 * @param timing when things happen
 * @since 0.1.0
 */
public record ConsoleSettings(String application, String path, boolean writable, boolean allowRemote,
		boolean showPayloads, Limits limits, Timing timing) {

	/**
	 * Create settings.
	 */
	public ConsoleSettings {
		Assert.isTrue(path.matches("(/[A-Za-z0-9._~-]+)+"),
				() -> "mqtt.console.path must be like /mqtt-console, without a slash at its end, but is '%s'"
					.formatted(path));
	}

	/**
	 * How much the console keeps.
	 *
	 * @param viewers how many pages may be open at a time
	 * @param topics how many topics are kept
	 * @param messages how many messages are kept
	 * @param packets how many packets are kept
	 * @param payloadSize how many bytes of each payload are kept
	 * @since 0.1.0
	 */
	public record Limits(int viewers, int topics, int messages, int packets, int payloadSize) {

		/**
		 * Create limits.
		 */
		public Limits {
			requirePositive(viewers, "maximum-viewers");
			requirePositive(topics, "maximum-topics");
			requirePositive(messages, "maximum-messages");
			requirePositive(packets, "maximum-packets");
			requirePositive(payloadSize, "maximum-payload-size");
		}

		private static void requirePositive(int value, String name) {
			Assert.isTrue(value > 0, () -> "mqtt.console.%s must be at least 1 but is %d".formatted(name, value));
		}

	}

	/**
	 * When things happen.
	 *
	 * @param updateInterval time between two updates of a page
	 * @param pingInterval how often brokers are pinged while a page is open, zero for not
	 * at all
	 * @param idleTimeout how long to go on collecting when the last page was closed
	 * @since 0.1.0
	 */
	public record Timing(Duration updateInterval, Duration pingInterval, Duration idleTimeout) {

		/**
		 * Create a timing.
		 */
		public Timing {
			Assert.isTrue(updateInterval.toMillis() >= 50,
					() -> "mqtt.console.update-interval must be at least 50 ms but is " + updateInterval);
			Assert.isTrue(!pingInterval.isNegative(),
					() -> "mqtt.console.ping-interval must not be negative but is " + pingInterval);
			Assert.isTrue(!idleTimeout.isNegative(),
					() -> "mqtt.console.idle-timeout must not be negative but is " + idleTimeout);
		}

	}

}
