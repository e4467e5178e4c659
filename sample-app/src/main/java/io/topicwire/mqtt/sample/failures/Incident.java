package io.topicwire.mqtt.sample.failures;

import java.time.Instant;

/**
 * Something that went wrong with a message, or right again.
 *
 * @param time when that was
 * @param kind what became of the message
 * @param topic where the message was published
 * @param text what happened, for people to read
 * @since 0.1.0
 */
public record Incident(Instant time, Kind kind, String topic, String text) {

	/**
	 * What became of a message.
	 */
	public enum Kind {

		/**
		 * An attempt to handle it failed, and will be repeated.
		 */
		FAILED,

		/**
		 * It was handled at last.
		 */
		RECOVERED,

		/**
		 * It was given up and published as a dead letter.
		 */
		DEAD_LETTER

	}

}
