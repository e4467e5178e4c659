package io.topicwire.mqtt;

/**
 * Version of the MQTT protocol.
 *
 * @since 0.1.0
 */
public enum ProtocolVersion {

	/**
	 * MQTT 3.1.1, protocol level 4.
	 */
	MQTT_3_1_1(4, "3.1.1"),

	/**
	 * MQTT 5.0, protocol level 5.
	 */
	MQTT_5(5, "5.0");

	private final int level;

	private final String number;

	ProtocolVersion(int level, String number) {
		this.level = level;
		this.number = number;
	}

	/**
	 * Return the number that stands for this version in a CONNECT packet.
	 * @return 4 or 5
	 */
	public int level() {
		return this.level;
	}

	/**
	 * Return the version as people write it.
	 * @return {@code 3.1.1} or {@code 5.0}
	 */
	@Override
	public String toString() {
		return this.number;
	}

}
