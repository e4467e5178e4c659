package io.topicwire.mqtt.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.jspecify.annotations.Nullable;

/**
 * Finds the packet that another one answers on the same connection, and the time between
 * them. What is never answered is forgotten with the connection.
 */
final class RoundTrips {

	private final Map<Expected, Instant> waiting = new HashMap<>();

	/**
	 * Take note of a packet.
	 * @return the time since the packet that it answers, if it is an answer to one that
	 * was seen
	 */
	@Nullable Duration note(PacketDirection direction, Instant time, Packet packet) {
		int packetIdentifier = packetIdentifier(packet);
		Instant begin = this.waiting.remove(new Expected(direction, packet.type(), packetIdentifier));
		PacketType answer = answer(packet);
		if (answer != null) {
			this.waiting.put(new Expected(direction.opposite(), answer, packetIdentifier), time);
		}
		return (begin != null) ? Duration.between(begin, time) : null;
	}

	/**
	 * Return the packet identifier, 0 if there is none.
	 */
	static int packetIdentifier(Packet packet) {
		return switch (packet.type()) {
			case PUBLISH -> ((Publish) packet).packetIdentifier();
			case PUBACK -> ((Puback) packet).packetIdentifier();
			case PUBREC -> ((Pubrec) packet).packetIdentifier();
			case PUBREL -> ((Pubrel) packet).packetIdentifier();
			case PUBCOMP -> ((Pubcomp) packet).packetIdentifier();
			case SUBSCRIBE -> ((Subscribe) packet).packetIdentifier();
			case SUBACK -> ((Suback) packet).packetIdentifier();
			case UNSUBSCRIBE -> ((Unsubscribe) packet).packetIdentifier();
			case UNSUBACK -> ((Unsuback) packet).packetIdentifier();
			case CONNECT, CONNACK, PINGREQ, PINGRESP, DISCONNECT, AUTH -> 0;
		};
	}

	private static @Nullable PacketType answer(Packet packet) {
		return switch (packet.type()) {
			case CONNECT -> PacketType.CONNACK;
			case PUBLISH -> answer(((Publish) packet).message().qos());
			case PUBREC -> ((Pubrec) packet).reasonCode().isError() ? null : PacketType.PUBREL;
			case PUBREL -> PacketType.PUBCOMP;
			case SUBSCRIBE -> PacketType.SUBACK;
			case UNSUBSCRIBE -> PacketType.UNSUBACK;
			case PINGREQ -> PacketType.PINGRESP;
			case AUTH -> PacketType.AUTH;
			case CONNACK, PUBACK, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, DISCONNECT -> null;
		};
	}

	private static @Nullable PacketType answer(QoS qos) {
		return switch (qos) {
			case AT_MOST_ONCE -> null;
			case AT_LEAST_ONCE -> PacketType.PUBACK;
			case EXACTLY_ONCE -> PacketType.PUBREC;
		};
	}

	private record Expected(PacketDirection direction, PacketType type, int packetIdentifier) {

	}

}
