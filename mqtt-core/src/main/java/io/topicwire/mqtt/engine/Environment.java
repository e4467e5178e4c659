package io.topicwire.mqtt.engine;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import io.topicwire.mqtt.stream.ByteStreamFactory;
import org.jspecify.annotations.Nullable;

/**
 * The outside world of a client.
 *
 * @param streams makes streams to the broker
 * @param timer tells the time, or {@code null} for the clock of the system
 * @param random random numbers from 0 (inclusive) to 1 (exclusive)
 */
public record Environment(ByteStreamFactory streams, @Nullable Timer timer, DoubleSupplier random) {

	/**
	 * The real world.
	 */
	public static final Environment SYSTEM = new Environment(ByteStreamFactory.SYSTEM, null,
			() -> ThreadLocalRandom.current().nextDouble());

}
