package io.topicwire.mqtt;

/**
 * Quality of service of a message: how hard sender and receiver try to hand it over (MQTT
 * 5.0 and 3.1.1, section 4.3).
 *
 * @since 0.1.0
 */
public enum QoS {

	/**
	 * QoS 0: sent once and never acknowledged. A message that is on its way when the
	 * connection breaks is lost.
	 */
	AT_MOST_ONCE,

	/**
	 * QoS 1: repeated over a new connection until acknowledged. The receiver may see the
	 * message more than once.
	 */
	AT_LEAST_ONCE,

	/**
	 * QoS 2: handed over exactly once, for the price of two more packets.
	 */
	EXACTLY_ONCE;

	private static final QoS[] VALUES = values();

	/**
	 * Return the number that stands for this quality of service in a packet.
	 * @return 0, 1 or 2
	 */
	public int level() {
		return ordinal();
	}

	/**
	 * Return the quality of service of the given number.
	 * @param level 0, 1 or 2
	 * @return the quality of service
	 * @throws IllegalArgumentException if there is no such quality of service
	 */
	public static QoS of(int level) {
		if (level < 0 || level >= VALUES.length) {
			throw new IllegalArgumentException("QoS must be 0, 1 or 2 but was " + level);
		}
		return VALUES[level];
	}

}
