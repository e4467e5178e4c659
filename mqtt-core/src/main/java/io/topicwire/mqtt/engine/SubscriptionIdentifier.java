package io.topicwire.mqtt.engine;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import java.util.zip.CRC32;

/**
 * Chooses the number that stands for a subscription (MQTT 5.0, section 3.8.2.1.2). It
 * follows from the topic filter, so that another process which resumes the session means
 * the same subscription by it: what the broker has kept still finds the right handlers.
 */
final class SubscriptionIdentifier {

	private static final int MAXIMUM = 268_435_455;

	private SubscriptionIdentifier() {
	}

	/**
	 * Return the identifier for a topic filter.
	 * @param filter the topic filter
	 * @param taken tells whether an identifier stands for another filter
	 * @return from 1 to 268,435,455
	 */
	static int of(String filter, IntPredicate taken) {
		CRC32 checksum = new CRC32();
		checksum.update(filter.getBytes(StandardCharsets.UTF_8));
		int identifier = (int) (checksum.getValue() % MAXIMUM) + 1;
		while (taken.test(identifier)) {
			identifier = identifier % MAXIMUM + 1;
		}
		return identifier;
	}

}
