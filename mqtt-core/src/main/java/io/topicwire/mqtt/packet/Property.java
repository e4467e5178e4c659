package io.topicwire.mqtt.packet;

import java.util.EnumSet;
import java.util.Set;

import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * A property that MQTT 5.0 knows, with the type of its value (MQTT 5.0, section 2.2.2.2).
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public final class Property<T> {

	private static final @Nullable Property<?>[] BY_IDENTIFIER = new Property<?>[0x2B];

	/** 1 if the payload is UTF-8 text, 0 if it is unspecified bytes. */
	public static final Property<Integer> PAYLOAD_FORMAT_INDICATOR = new Property<>(0x01, "Payload Format Indicator",
			PropertyType.BYTE, EnumSet.of(PacketType.PUBLISH), true, 0, 1);

	/** Lifetime of the message in seconds. */
	public static final Property<Long> MESSAGE_EXPIRY_INTERVAL = new Property<>(0x02, "Message Expiry Interval",
			PropertyType.FOUR_BYTES, EnumSet.of(PacketType.PUBLISH), true, 0, 0xFFFFFFFFL);

	/** What the payload is. */
	public static final Property<String> CONTENT_TYPE = new Property<>(0x03, "Content Type", PropertyType.STRING,
			EnumSet.of(PacketType.PUBLISH), true, 0, 0xFFFF);

	/** Topic name that a reply is to be published to. */
	public static final Property<String> RESPONSE_TOPIC = new Property<>(0x08, "Response Topic", PropertyType.STRING,
			EnumSet.of(PacketType.PUBLISH), true, 0, 0xFFFF);

	/** What a reply has to repeat. */
	public static final Property<byte[]> CORRELATION_DATA = new Property<>(0x09, "Correlation Data",
			PropertyType.BINARY, EnumSet.of(PacketType.PUBLISH), true, 0, 0xFFFF);

	/** Number that the client gave to a subscription, from 1 to 268,435,455. */
	public static final Property<Integer> SUBSCRIPTION_IDENTIFIER = new Property<>(0x0B, "Subscription Identifier",
			PropertyType.VARIABLE, EnumSet.of(PacketType.PUBLISH, PacketType.SUBSCRIBE), false, 1, 0xFFFFFFF);

	/**
	 * How long the session outlives the connection in seconds; 4,294,967,295 is for ever.
	 */
	public static final Property<Long> SESSION_EXPIRY_INTERVAL = new Property<>(0x11, "Session Expiry Interval",
			PropertyType.FOUR_BYTES, EnumSet.of(PacketType.CONNECT, PacketType.CONNACK, PacketType.DISCONNECT), false,
			0, 0xFFFFFFFFL);

	/** Client identifier that the server chose. */
	public static final Property<String> ASSIGNED_CLIENT_IDENTIFIER = new Property<>(0x12, "Assigned Client Identifier",
			PropertyType.STRING, EnumSet.of(PacketType.CONNACK), false, 0, 0xFFFF);

	/** Keep alive in seconds that replaces the one of the client. */
	public static final Property<Integer> SERVER_KEEP_ALIVE = new Property<>(0x13, "Server Keep Alive",
			PropertyType.TWO_BYTES, EnumSet.of(PacketType.CONNACK), false, 0, 0xFFFF);

	/** Name of the method of enhanced authentication. */
	public static final Property<String> AUTHENTICATION_METHOD = new Property<>(0x15, "Authentication Method",
			PropertyType.STRING, EnumSet.of(PacketType.CONNECT, PacketType.CONNACK, PacketType.AUTH), false, 0, 0xFFFF);

	/** Data of the method of enhanced authentication. */
	public static final Property<byte[]> AUTHENTICATION_DATA = new Property<>(0x16, "Authentication Data",
			PropertyType.BINARY, EnumSet.of(PacketType.CONNECT, PacketType.CONNACK, PacketType.AUTH), false, 0, 0xFFFF);

	/** 1 if the server may explain failures in every packet, 0 if not. */
	public static final Property<Integer> REQUEST_PROBLEM_INFORMATION = new Property<>(0x17,
			"Request Problem Information", PropertyType.BYTE, EnumSet.of(PacketType.CONNECT), false, 0, 1);

	/** How long the server waits before it publishes the will in seconds. */
	public static final Property<Long> WILL_DELAY_INTERVAL = new Property<>(0x18, "Will Delay Interval",
			PropertyType.FOUR_BYTES, EnumSet.noneOf(PacketType.class), true, 0, 0xFFFFFFFFL);

	/** 1 if the client asks for Response Information, 0 if not. */
	public static final Property<Integer> REQUEST_RESPONSE_INFORMATION = new Property<>(0x19,
			"Request Response Information", PropertyType.BYTE, EnumSet.of(PacketType.CONNECT), false, 0, 1);

	/** Basis for the response topics of the client. */
	public static final Property<String> RESPONSE_INFORMATION = new Property<>(0x1A, "Response Information",
			PropertyType.STRING, EnumSet.of(PacketType.CONNACK), false, 0, 0xFFFF);

	/** Other servers for the client to use. */
	public static final Property<String> SERVER_REFERENCE = new Property<>(0x1C, "Server Reference",
			PropertyType.STRING, EnumSet.of(PacketType.CONNACK, PacketType.DISCONNECT), false, 0, 0xFFFF);

	/** What happened, for people only. */
	public static final Property<String> REASON_STRING = new Property<>(0x1F, "Reason String", PropertyType.STRING,
			EnumSet.of(PacketType.CONNACK, PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP,
					PacketType.SUBACK, PacketType.UNSUBACK, PacketType.DISCONNECT, PacketType.AUTH),
			false, 0, 0xFFFF);

	/** How many messages of QoS 1 and 2 the sender takes at a time, from 1 to 65,535. */
	public static final Property<Integer> RECEIVE_MAXIMUM = new Property<>(0x21, "Receive Maximum",
			PropertyType.TWO_BYTES, EnumSet.of(PacketType.CONNECT, PacketType.CONNACK), false, 1, 0xFFFF);

	/** Highest topic alias that the sender accepts. */
	public static final Property<Integer> TOPIC_ALIAS_MAXIMUM = new Property<>(0x22, "Topic Alias Maximum",
			PropertyType.TWO_BYTES, EnumSet.of(PacketType.CONNECT, PacketType.CONNACK), false, 0, 0xFFFF);

	/** Number that stands for a topic, from 1 to 65,535. */
	public static final Property<Integer> TOPIC_ALIAS = new Property<>(0x23, "Topic Alias", PropertyType.TWO_BYTES,
			EnumSet.of(PacketType.PUBLISH), false, 1, 0xFFFF);

	/** Highest QoS that the server supports, 0 or 1. */
	public static final Property<Integer> MAXIMUM_QOS = new Property<>(0x24, "Maximum QoS", PropertyType.BYTE,
			EnumSet.of(PacketType.CONNACK), false, 0, 1);

	/** 1 if the server keeps retained messages, 0 if not. */
	public static final Property<Integer> RETAIN_AVAILABLE = new Property<>(0x25, "Retain Available", PropertyType.BYTE,
			EnumSet.of(PacketType.CONNACK), false, 0, 1);

	/** Name and value given by the application; may repeat. */
	public static final Property<UserProperty> USER_PROPERTY = new Property<>(0x26, "User Property", PropertyType.PAIR,
			EnumSet.complementOf(EnumSet.of(PacketType.PINGREQ, PacketType.PINGRESP)), true, 0, 0xFFFF);

	/**
	 * Size of the largest packet that the sender accepts in bytes, from 1 to
	 * 4,294,967,295.
	 */
	public static final Property<Long> MAXIMUM_PACKET_SIZE = new Property<>(0x27, "Maximum Packet Size",
			PropertyType.FOUR_BYTES, EnumSet.of(PacketType.CONNECT, PacketType.CONNACK), false, 1, 0xFFFFFFFFL);

	/** 1 if the server accepts wildcards in topic filters, 0 if not. */
	public static final Property<Integer> WILDCARD_SUBSCRIPTION_AVAILABLE = new Property<>(0x28,
			"Wildcard Subscription Available", PropertyType.BYTE, EnumSet.of(PacketType.CONNACK), false, 0, 1);

	/** 1 if the server accepts subscription identifiers, 0 if not. */
	public static final Property<Integer> SUBSCRIPTION_IDENTIFIER_AVAILABLE = new Property<>(0x29,
			"Subscription Identifier Available", PropertyType.BYTE, EnumSet.of(PacketType.CONNACK), false, 0, 1);

	/** 1 if the server accepts shared subscriptions, 0 if not. */
	public static final Property<Integer> SHARED_SUBSCRIPTION_AVAILABLE = new Property<>(0x2A,
			"Shared Subscription Available", PropertyType.BYTE, EnumSet.of(PacketType.CONNACK), false, 0, 1);

	private final int identifier;

	private final String name;

	private final PropertyType<T> type;

	private final Set<PacketType> packets;

	private final boolean allowedInWill;

	private final long minimum;

	private final long maximum;

	private Property(int identifier, String name, PropertyType<T> type, Set<PacketType> packets, boolean allowedInWill,
			long minimum, long maximum) {
		this.identifier = identifier;
		this.name = name;
		this.type = type;
		this.packets = packets;
		this.allowedInWill = allowedInWill;
		this.minimum = minimum;
		this.maximum = maximum;
		BY_IDENTIFIER[identifier] = this;
	}

	/**
	 * Return the number that stands for this property in a packet.
	 * @return from 1 to 42
	 */
	public int identifier() {
		return this.identifier;
	}

	/**
	 * Return the name of this property in the specification.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return whether a packet of the given type may have this property.
	 * @param packetType the type of the packet
	 * @return whether it is allowed there
	 */
	public boolean isAllowedIn(PacketType packetType) {
		return this.packets.contains(packetType);
	}

	/**
	 * Return whether the will of a CONNECT may have this property.
	 * @return whether it is allowed there
	 */
	public boolean isAllowedInWill() {
		return this.allowedInWill;
	}

	/**
	 * Return whether a packet of the given type may have this property more than once.
	 * @param packetType the type of the packet
	 * @return whether it may repeat
	 */
	public boolean mayRepeatIn(PacketType packetType) {
		return this == USER_PROPERTY || (this == SUBSCRIPTION_IDENTIFIER && packetType == PacketType.PUBLISH);
	}

	/**
	 * Return the property that a number stands for.
	 * @param identifier the number
	 * @return the property, or {@code null} if there is none
	 */
	public static @Nullable Property<?> find(int identifier) {
		return (identifier >= 0 && identifier < BY_IDENTIFIER.length) ? BY_IDENTIFIER[identifier] : null;
	}

	PropertyType<T> valueType() {
		return this.type;
	}

	// Only numbers have a range; the length of text and binary data shows when written
	@Nullable String problemOf(T value) {
		if (value instanceof Number number) {
			long candidate = number.longValue();
			if (candidate < this.minimum || candidate > this.maximum) {
				return "must be from %d to %d but was %d".formatted(this.minimum, this.maximum, candidate);
			}
		}
		return null;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
