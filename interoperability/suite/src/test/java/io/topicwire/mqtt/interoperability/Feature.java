package io.topicwire.mqtt.interoperability;

import io.topicwire.mqtt.ProtocolVersion;

/**
 * What a test needs from a broker, and what a broker may lack.
 */
enum Feature {

	ASSIGNED_CLIENT_IDENTIFIER("assigned client identifier", ProtocolVersion.MQTT_5),

	BLANKS_IN_TOPICS("blanks in topic names"),

	BROKEN_CONNECTIONS("sessions that survive a broken connection"),

	CRASH_SAFETY("sessions that survive a crash of the broker"),

	DELAYED_WILL("will delay", ProtocolVersion.MQTT_5),

	DURABLE_SESSION("sessions that survive a restart of the broker"),

	EXACTLY_ONCE("QoS 2 across connections"),

	KEPT_SESSION("sessions that survive the connection"),

	LARGE_PAYLOAD("payloads of 1 MiB"),

	MAXIMUM_PACKET_SIZE("Maximum Packet Size of the client", ProtocolVersion.MQTT_5),

	MESSAGE_EXPIRY("message expiry", ProtocolVersion.MQTT_5),

	MQTT_5("MQTT 5.0", ProtocolVersion.MQTT_5),

	NO_LOCAL("No Local", ProtocolVersion.MQTT_5),

	NO_MATCHING_SUBSCRIBERS("the reason code No matching subscribers", ProtocolVersion.MQTT_5),

	ORDER_OF_BROKEN_CONNECTIONS("the order of messages when connections break"),

	ORDER_OF_USER_PROPERTIES("the order of user properties", ProtocolVersion.MQTT_5),

	PASSWORDS("users with passwords"),

	PROPERTIES("properties", ProtocolVersion.MQTT_5),

	QOS_2("QoS 2"),

	RECEIVE_MAXIMUM("Receive Maximum of the client", ProtocolVersion.MQTT_5),

	RETAIN_AS_PUBLISHED("Retain As Published", ProtocolVersion.MQTT_5),

	RETAIN_HANDLING("Retain Handling", ProtocolVersion.MQTT_5),

	RETAINED_MESSAGES("retained messages"),

	SCRAM_SHA_256("SCRAM-SHA-256", ProtocolVersion.MQTT_5),

	SECURE_WEB_SOCKET("WebSockets over TLS"),

	SERVER_KEEP_ALIVE("Server Keep Alive", ProtocolVersion.MQTT_5),

	SHARED_SUBSCRIPTIONS("shared subscriptions"),

	SUBSCRIPTION_IDENTIFIERS("subscription identifiers", ProtocolVersion.MQTT_5),

	TAKEOVER_WITH_REASON("a DISCONNECT when a session is taken over", ProtocolVersion.MQTT_5),

	TLS("TLS"),

	TOPIC_ALIASES_TO_CLIENT("topic aliases of the broker", ProtocolVersion.MQTT_5),

	UNIX_SOCKET("unix domain sockets"),

	WEB_SOCKET("WebSockets"),

	WILL("wills"),

	WILL_PROPERTIES("properties of wills", ProtocolVersion.MQTT_5);

	private final String words;

	private final ProtocolVersion since;

	Feature(String words) {
		this(words, ProtocolVersion.MQTT_3_1_1);
	}

	Feature(String words, ProtocolVersion since) {
		this.words = words;
		this.since = since;
	}

	boolean existsIn(ProtocolVersion version) {
		return version.level() >= this.since.level();
	}

	@Override
	public String toString() {
		return this.words;
	}

}
