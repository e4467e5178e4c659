package io.topicwire.mqtt;

/**
 * What became of a request, or why a connection ended (MQTT 5.0, section 2.4). The return
 * codes of MQTT 3.1.1 are represented by the reason codes that say the same.
 *
 * @since 0.1.0
 */
public enum ReasonCode {

	/** Success; also normal disconnection, and granted QoS 0 in a SUBACK. */
	SUCCESS(0x00, "success", Reconnect.RETRY),

	/** Granted QoS 1. */
	GRANTED_QOS_1(0x01, "granted QoS 1", Reconnect.RETRY),

	/** Granted QoS 2. */
	GRANTED_QOS_2(0x02, "granted QoS 2", Reconnect.RETRY),

	/** The client leaves and its will is to be published. */
	DISCONNECT_WITH_WILL_MESSAGE(0x04, "disconnect with will message", Reconnect.RETRY),

	/** The message was accepted but nobody is subscribed to it. */
	NO_MATCHING_SUBSCRIBERS(0x10, "no matching subscribers", Reconnect.RETRY),

	/** There was no such subscription to remove. */
	NO_SUBSCRIPTION_EXISTED(0x11, "no subscription existed", Reconnect.RETRY),

	/** Another step of authentication is needed. */
	CONTINUE_AUTHENTICATION(0x18, "continue authentication", Reconnect.RETRY),

	/** The client starts to authenticate again. */
	RE_AUTHENTICATE(0x19, "re-authenticate", Reconnect.RETRY),

	/** Unspecified error; also the failure code of an MQTT 3.1.1 SUBACK. */
	UNSPECIFIED_ERROR(0x80, "unspecified error", Reconnect.RETRY),

	/** A packet could not be parsed. */
	MALFORMED_PACKET(0x81, "malformed packet", Reconnect.STOP),

	/** A packet was not allowed at that point. */
	PROTOCOL_ERROR(0x82, "protocol error", Reconnect.STOP),

	/** The request is valid but this implementation does not accept it. */
	IMPLEMENTATION_SPECIFIC_ERROR(0x83, "implementation specific error", Reconnect.STOP),

	/** The broker does not speak the requested version of MQTT. */
	UNSUPPORTED_PROTOCOL_VERSION(0x84, "the broker does not support this MQTT version", Reconnect.STOP),

	/** The broker does not accept the client identifier. */
	CLIENT_IDENTIFIER_NOT_VALID(0x85, "the broker does not accept the client identifier", Reconnect.STOP),

	/** User name or password is wrong. */
	BAD_USER_NAME_OR_PASSWORD(0x86, "bad user name or password", Reconnect.STOP),

	/** The client is not allowed to do this. */
	NOT_AUTHORIZED(0x87, "not authorized", Reconnect.STOP),

	/** The broker is not available. */
	SERVER_UNAVAILABLE(0x88, "the broker is not available", Reconnect.RETRY),

	/** The broker is busy. */
	SERVER_BUSY(0x89, "the broker is busy", Reconnect.RETRY),

	/** An administrator has excluded the client. */
	BANNED(0x8A, "the client is banned", Reconnect.STOP),

	/** The broker is shutting down. */
	SERVER_SHUTTING_DOWN(0x8B, "the broker is shutting down", Reconnect.RETRY),

	/** The authentication method is not supported. */
	BAD_AUTHENTICATION_METHOD(0x8C, "bad authentication method", Reconnect.STOP),

	/** The broker heard nothing for one and a half keep alive intervals. */
	KEEP_ALIVE_TIMEOUT(0x8D, "keep alive timeout", Reconnect.RETRY),

	/** Another connection uses the same client identifier. */
	SESSION_TAKEN_OVER(0x8E, "session taken over by another connection with the same client identifier",
			Reconnect.RETRY),

	/** The topic filter is not accepted. */
	TOPIC_FILTER_INVALID(0x8F, "topic filter invalid", Reconnect.STOP),

	/** The topic name is not accepted. */
	TOPIC_NAME_INVALID(0x90, "topic name invalid", Reconnect.STOP),

	/** The packet identifier is in use already. */
	PACKET_IDENTIFIER_IN_USE(0x91, "packet identifier in use", Reconnect.RETRY),

	/** The packet identifier is not known. */
	PACKET_IDENTIFIER_NOT_FOUND(0x92, "packet identifier not found", Reconnect.RETRY),

	/** More messages were sent unacknowledged than the receiver allows. */
	RECEIVE_MAXIMUM_EXCEEDED(0x93, "Receive Maximum exceeded", Reconnect.RETRY),

	/** The topic alias is out of range or unknown. */
	TOPIC_ALIAS_INVALID(0x94, "topic alias invalid", Reconnect.RETRY),

	/** The packet is larger than the receiver allows. */
	PACKET_TOO_LARGE(0x95, "packet too large", Reconnect.STOP),

	/** Messages come too fast. */
	MESSAGE_RATE_TOO_HIGH(0x96, "message rate too high", Reconnect.RETRY_LATER),

	/** A quota of the broker is used up. */
	QUOTA_EXCEEDED(0x97, "quota exceeded", Reconnect.RETRY_LATER),

	/** An administrator closed the connection. */
	ADMINISTRATIVE_ACTION(0x98, "administrative action", Reconnect.RETRY_LATER),

	/** The payload is not what its format indicator says. */
	PAYLOAD_FORMAT_INVALID(0x99, "payload format invalid", Reconnect.STOP),

	/** The broker keeps no retained messages. */
	RETAIN_NOT_SUPPORTED(0x9A, "retained messages are not supported", Reconnect.STOP),

	/** The broker does not support this QoS. */
	QOS_NOT_SUPPORTED(0x9B, "this QoS is not supported", Reconnect.STOP),

	/** The client shall use another server for now. */
	USE_ANOTHER_SERVER(0x9C, "use another server", Reconnect.OTHER_SERVER),

	/** The server has moved for good. */
	SERVER_MOVED(0x9D, "the server has moved", Reconnect.OTHER_SERVER),

	/** The broker has no shared subscriptions. */
	SHARED_SUBSCRIPTIONS_NOT_SUPPORTED(0x9E, "shared subscriptions are not supported", Reconnect.STOP),

	/** Connections are made too fast. */
	CONNECTION_RATE_EXCEEDED(0x9F, "connection rate exceeded", Reconnect.RETRY_LATER),

	/** The time allowed for this connection is over. */
	MAXIMUM_CONNECT_TIME(0xA0, "maximum connect time", Reconnect.RETRY),

	/** The broker has no subscription identifiers. */
	SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED(0xA1, "subscription identifiers are not supported", Reconnect.STOP),

	/** The broker accepts no wildcards in topic filters. */
	WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED(0xA2, "wildcard subscriptions are not supported", Reconnect.STOP);

	private static final ReasonCode[] BY_CODE = new ReasonCode[256];

	static {
		for (ReasonCode reasonCode : values()) {
			BY_CODE[reasonCode.code] = reasonCode;
		}
	}

	private final int code;

	private final String description;

	private final Reconnect reconnect;

	ReasonCode(int code, String description, Reconnect reconnect) {
		this.code = code;
		this.description = description;
		this.reconnect = reconnect;
	}

	/**
	 * Return the number that stands for this reason in a packet.
	 * @return from 0 to 255
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Return whether this code reports a failure.
	 * @return whether the code is 0x80 or above
	 */
	public boolean isError() {
		return this.code >= 0x80;
	}

	/**
	 * Return what a client does about the connection that was refused or ended with this
	 * code.
	 * @return what to do
	 */
	public Reconnect reconnect() {
		return this.reconnect;
	}

	/**
	 * Return the reason code of the given number.
	 * @param code from 0 to 255
	 * @return the reason code
	 * @throws IllegalArgumentException if MQTT knows no such code
	 */
	public static ReasonCode of(int code) {
		ReasonCode reasonCode = (code >= 0 && code < BY_CODE.length) ? BY_CODE[code] : null;
		if (reasonCode == null) {
			throw new IllegalArgumentException("MQTT knows no reason code 0x%02X".formatted(code));
		}
		return reasonCode;
	}

	/**
	 * Return the reason in words, followed by its number.
	 */
	@Override
	public String toString() {
		return "%s (0x%02X)".formatted(this.description, this.code);
	}

	/**
	 * What a client does after its connection was refused or ended.
	 */
	public enum Reconnect {

		/** Try again after a growing delay. */
		RETRY,

		/** Try again, but not before a long delay. */
		RETRY_LATER,

		/** Try the next configured server. */
		OTHER_SERVER,

		/** Stop: nothing changes until somebody changes the configuration. */
		STOP

	}

}
