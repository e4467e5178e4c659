package io.topicwire.mqtt.packet;

import java.util.EnumMap;
import java.util.Map;

import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Which reason codes each packet may have (MQTT 5.0, section 2.4).
 */
final class ReasonCodes {

	private static final String FIELD = "reason code";

	private static final Map<PacketType, @Nullable ReasonCode[]> ALLOWED = new EnumMap<>(PacketType.class);

	static {
		allow(PacketType.CONNACK, ReasonCode.SUCCESS, ReasonCode.UNSPECIFIED_ERROR, ReasonCode.MALFORMED_PACKET,
				ReasonCode.PROTOCOL_ERROR, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
				ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
				ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.NOT_AUTHORIZED, ReasonCode.SERVER_UNAVAILABLE,
				ReasonCode.SERVER_BUSY, ReasonCode.BANNED, ReasonCode.BAD_AUTHENTICATION_METHOD,
				ReasonCode.TOPIC_NAME_INVALID, ReasonCode.PACKET_TOO_LARGE, ReasonCode.QUOTA_EXCEEDED,
				ReasonCode.PAYLOAD_FORMAT_INVALID, ReasonCode.RETAIN_NOT_SUPPORTED, ReasonCode.QOS_NOT_SUPPORTED,
				ReasonCode.USE_ANOTHER_SERVER, ReasonCode.SERVER_MOVED, ReasonCode.CONNECTION_RATE_EXCEEDED);
		allow(PacketType.PUBACK, ReasonCode.SUCCESS, ReasonCode.NO_MATCHING_SUBSCRIBERS, ReasonCode.UNSPECIFIED_ERROR,
				ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED, ReasonCode.TOPIC_NAME_INVALID,
				ReasonCode.PACKET_IDENTIFIER_IN_USE, ReasonCode.QUOTA_EXCEEDED, ReasonCode.PAYLOAD_FORMAT_INVALID);
		allow(PacketType.PUBREC, ReasonCode.SUCCESS, ReasonCode.NO_MATCHING_SUBSCRIBERS, ReasonCode.UNSPECIFIED_ERROR,
				ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED, ReasonCode.TOPIC_NAME_INVALID,
				ReasonCode.PACKET_IDENTIFIER_IN_USE, ReasonCode.QUOTA_EXCEEDED, ReasonCode.PAYLOAD_FORMAT_INVALID);
		allow(PacketType.PUBREL, ReasonCode.SUCCESS, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
		allow(PacketType.PUBCOMP, ReasonCode.SUCCESS, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
		allow(PacketType.SUBACK, ReasonCode.SUCCESS, ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2,
				ReasonCode.UNSPECIFIED_ERROR, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED,
				ReasonCode.TOPIC_FILTER_INVALID, ReasonCode.PACKET_IDENTIFIER_IN_USE, ReasonCode.QUOTA_EXCEEDED,
				ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
				ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
		allow(PacketType.UNSUBACK, ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED, ReasonCode.UNSPECIFIED_ERROR,
				ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED, ReasonCode.TOPIC_FILTER_INVALID,
				ReasonCode.PACKET_IDENTIFIER_IN_USE);
		allow(PacketType.DISCONNECT, ReasonCode.SUCCESS, ReasonCode.DISCONNECT_WITH_WILL_MESSAGE,
				ReasonCode.UNSPECIFIED_ERROR, ReasonCode.MALFORMED_PACKET, ReasonCode.PROTOCOL_ERROR,
				ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED, ReasonCode.SERVER_BUSY,
				ReasonCode.SERVER_SHUTTING_DOWN, ReasonCode.BAD_AUTHENTICATION_METHOD, ReasonCode.KEEP_ALIVE_TIMEOUT,
				ReasonCode.SESSION_TAKEN_OVER, ReasonCode.TOPIC_FILTER_INVALID, ReasonCode.TOPIC_NAME_INVALID,
				ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, ReasonCode.TOPIC_ALIAS_INVALID, ReasonCode.PACKET_TOO_LARGE,
				ReasonCode.MESSAGE_RATE_TOO_HIGH, ReasonCode.QUOTA_EXCEEDED, ReasonCode.ADMINISTRATIVE_ACTION,
				ReasonCode.PAYLOAD_FORMAT_INVALID, ReasonCode.RETAIN_NOT_SUPPORTED, ReasonCode.QOS_NOT_SUPPORTED,
				ReasonCode.USE_ANOTHER_SERVER, ReasonCode.SERVER_MOVED, ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
				ReasonCode.CONNECTION_RATE_EXCEEDED, ReasonCode.MAXIMUM_CONNECT_TIME,
				ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
		allow(PacketType.AUTH, ReasonCode.SUCCESS, ReasonCode.CONTINUE_AUTHENTICATION, ReasonCode.RE_AUTHENTICATE);
	}

	private ReasonCodes() {
	}

	private static void allow(PacketType packetType, ReasonCode... reasonCodes) {
		@Nullable ReasonCode[] byCode = new ReasonCode[256];
		for (ReasonCode reasonCode : reasonCodes) {
			byCode[reasonCode.code()] = reasonCode;
		}
		ALLOWED.put(packetType, byCode);
	}

	static ReasonCode read(ByteReader reader) {
		int code = reader.oneByte(FIELD);
		ReasonCode reasonCode = find(reader.packetType(), code);
		if (reasonCode == null) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, FIELD,
					"0x%02X is not allowed in this packet".formatted(code));
		}
		return reasonCode;
	}

	static void write(ByteWriter writer, ReasonCode reasonCode, PacketType packetType) {
		if (find(packetType, reasonCode.code()) == null) {
			throw writer.invalid(FIELD, "'" + reasonCode + "' is not allowed in this packet");
		}
		writer.oneByte(reasonCode.code());
	}

	private static @Nullable ReasonCode find(PacketType packetType, int code) {
		@Nullable ReasonCode[] byCode = ALLOWED.get(packetType);
		return (byCode != null) ? byCode[code] : null;
	}

}
