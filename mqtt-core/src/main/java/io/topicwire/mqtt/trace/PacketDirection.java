package io.topicwire.mqtt.trace;

/**
 * Which way a packet goes.
 *
 * @since 0.1.0
 */
public enum PacketDirection {

	/**
	 * From the client to the server.
	 */
	SENT('>'),

	/**
	 * From the server to the client.
	 */
	RECEIVED('<');

	private final char sign;

	PacketDirection(char sign) {
		this.sign = sign;
	}

	/**
	 * Return the opposite direction.
	 * @return the direction of an answer
	 */
	public PacketDirection opposite() {
		return (this == SENT) ? RECEIVED : SENT;
	}

	/**
	 * Return the sign that a line begins with.
	 * @return {@code >} or {@code <}
	 */
	@Override
	public String toString() {
		return String.valueOf(this.sign);
	}

}
