package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of a message on the side of the client (MQTT 5.0, section 3.3.2.3.3). It
 * is counted in whole seconds, of which the one that has begun is left.
 */
final class MessageExpiry {

	private MessageExpiry() {
	}

	/**
	 * Return how long a message may wait to be sent. One that may not wait at all is
	 * given the second that has begun.
	 * @return the time in nanoseconds, or {@code null} if it never expires
	 */
	static @Nullable Long lifetime(MqttMessage message) {
		Long interval = message.properties().messageExpiryInterval();
		return (interval != null) ? TimeUnit.SECONDS.toNanos(Math.max(1, interval)) : null;
	}

	/**
	 * Return a message with what is left of its lifetime: never more than the application
	 * has asked for, and never nothing, which there are brokers that take for ever.
	 * @param message the message as it was published
	 * @param elapsed how long ago that was in nanoseconds
	 */
	static MqttMessage remaining(MqttMessage message, long elapsed) {
		Long interval = message.properties().messageExpiryInterval();
		long seconds = TimeUnit.NANOSECONDS.toSeconds(elapsed);
		if (interval == null || interval <= 1 || seconds == 0) {
			return message;
		}
		return message.messageExpiry(Duration.ofSeconds(Math.max(1, interval - seconds)));
	}

}
