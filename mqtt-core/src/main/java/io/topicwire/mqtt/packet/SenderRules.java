package io.topicwire.mqtt.packet;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Which side of a connection may send which reason code in packets that both of them send
 * (MQTT 5.0, sections 3.4.2.1, 3.5.2.1, 3.14.2.1 and 3.15.2.1). {@link PacketReader} and
 * {@link PacketWriter} know no sides and allow what either may send.
 *
 * @since 0.1.0
 */
public final class SenderRules {

	private static final Map<PacketType, Set<ReasonCode>> CLIENT_ONLY = new EnumMap<>(PacketType.class);

	private static final Map<PacketType, Set<ReasonCode>> SERVER_ONLY = new EnumMap<>(PacketType.class);

	static {
		CLIENT_ONLY.put(PacketType.DISCONNECT, EnumSet.of(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE));
		CLIENT_ONLY.put(PacketType.AUTH, EnumSet.of(ReasonCode.RE_AUTHENTICATE));
		SERVER_ONLY.put(PacketType.PUBACK, EnumSet.of(ReasonCode.NO_MATCHING_SUBSCRIBERS));
		SERVER_ONLY.put(PacketType.PUBREC, EnumSet.of(ReasonCode.NO_MATCHING_SUBSCRIBERS));
		SERVER_ONLY.put(PacketType.DISCONNECT,
				EnumSet.complementOf(EnumSet.of(ReasonCode.SUCCESS, ReasonCode.DISCONNECT_WITH_WILL_MESSAGE,
						ReasonCode.UNSPECIFIED_ERROR, ReasonCode.MALFORMED_PACKET, ReasonCode.PROTOCOL_ERROR,
						ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.TOPIC_NAME_INVALID,
						ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, ReasonCode.TOPIC_ALIAS_INVALID,
						ReasonCode.PACKET_TOO_LARGE, ReasonCode.MESSAGE_RATE_TOO_HIGH, ReasonCode.QUOTA_EXCEEDED,
						ReasonCode.ADMINISTRATIVE_ACTION, ReasonCode.PAYLOAD_FORMAT_INVALID)));
		SERVER_ONLY.put(PacketType.AUTH, EnumSet.of(ReasonCode.SUCCESS));
	}

	private SenderRules() {
	}

	/**
	 * Check a packet that a client is about to send.
	 * @param packet the packet
	 * @throws IllegalArgumentException if it has a reason code for servers only
	 */
	public static void requireFromClient(Packet packet) {
		ReasonCode reasonCode = reasonCode(packet);
		if (isIn(SERVER_ONLY, packet, reasonCode)) {
			throw new IllegalArgumentException(
					"Cannot write " + packet.type() + ": reason code '" + reasonCode + "' is for servers only");
		}
	}

	/**
	 * Return whether a client may send a packet with the given reason code.
	 * @param packetType a type of packet that has such a reason code
	 * @param reasonCode the reason code
	 * @return whether it is not for servers only
	 */
	public static boolean isForClients(PacketType packetType, ReasonCode reasonCode) {
		Set<ReasonCode> reasonCodes = SERVER_ONLY.get(packetType);
		return reasonCodes == null || !reasonCodes.contains(reasonCode);
	}

	/**
	 * Check a packet that was received from a server.
	 * @param packet the packet
	 * @throws MqttProtocolException if it has a reason code for clients only
	 */
	public static void requireFromServer(Packet packet) {
		ReasonCode reasonCode = reasonCode(packet);
		if (isIn(CLIENT_ONLY, packet, reasonCode)) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker sent " + packet.type() + " with a reason code for clients only: " + reasonCode);
		}
	}

	private static @Nullable ReasonCode reasonCode(Packet packet) {
		PacketType type = packet.type();
		if (type == PacketType.PUBACK) {
			return ((Puback) packet).reasonCode();
		}
		if (type == PacketType.PUBREC) {
			return ((Pubrec) packet).reasonCode();
		}
		if (type == PacketType.DISCONNECT) {
			return ((Disconnect) packet).reasonCode();
		}
		return (type == PacketType.AUTH) ? ((Auth) packet).reasonCode() : null;
	}

	private static boolean isIn(Map<PacketType, Set<ReasonCode>> rules, Packet packet,
			@Nullable ReasonCode reasonCode) {
		Set<ReasonCode> reasonCodes = (reasonCode != null) ? rules.get(packet.type()) : null;
		return reasonCodes != null && reasonCodes.contains(reasonCode);
	}

}
