package io.topicwire.mqtt.packet;

import org.jspecify.annotations.Nullable;

/**
 * Type of a control packet (MQTT 5.0 and 3.1.1, section 2.1.2).
 *
 * @since 0.1.0
 */
public enum PacketType {

	/** The client asks for a connection. */
	CONNECT(1, 0),

	/** The server answers the CONNECT. */
	CONNACK(2, 0),

	/** A message, in either direction. */
	PUBLISH(3, 0),

	/** Acknowledges a PUBLISH of QoS 1. */
	PUBACK(4, 0),

	/** Acknowledges a PUBLISH of QoS 2: the first of three steps. */
	PUBREC(5, 0),

	/** Answers a PUBREC: the second step. */
	PUBREL(6, 0b0010),

	/** Answers a PUBREL: the third step. */
	PUBCOMP(7, 0),

	/** The client asks for subscriptions. */
	SUBSCRIBE(8, 0b0010),

	/** The server answers the SUBSCRIBE. */
	SUBACK(9, 0),

	/** The client ends subscriptions. */
	UNSUBSCRIBE(10, 0b0010),

	/** The server answers the UNSUBSCRIBE. */
	UNSUBACK(11, 0),

	/** The client asks whether the server is there. */
	PINGREQ(12, 0),

	/** The server answers the PINGREQ. */
	PINGRESP(13, 0),

	/** The last packet of a connection; sent by the server in MQTT 5.0 only. */
	DISCONNECT(14, 0),

	/** A step of enhanced authentication; MQTT 5.0 only. */
	AUTH(15, 0);

	private static final PacketType[] VALUES = values();

	private final int code;

	private final int flags;

	PacketType(int code, int flags) {
		this.code = code;
		this.flags = flags;
	}

	/**
	 * Return the number that stands for this type in a packet.
	 * @return from 1 to 15
	 */
	public int code() {
		return this.code;
	}

	// The lower four bits of the first byte; in a PUBLISH they carry information instead
	int flags() {
		return this.flags;
	}

	static @Nullable PacketType find(int code) {
		return (code >= 1 && code <= VALUES.length) ? VALUES[code - 1] : null;
	}

}
