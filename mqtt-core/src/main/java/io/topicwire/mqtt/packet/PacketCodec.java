package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;

/**
 * Knows for each type of packet who reads and writes what follows the fixed header.
 */
final class PacketCodec {

	private PacketCodec() {
	}

	static Packet read(ByteReader reader, int flags, ProtocolVersion version, ReceivedTopics topics) {
		Packet packet = switch (reader.packetType()) {
			case CONNECT -> ConnectCodec.read(reader);
			case CONNACK -> ConnackCodec.read(reader, version);
			case PUBLISH -> PublishCodec.read(reader, flags, version, topics);
			case PUBACK, PUBREC, PUBREL, PUBCOMP -> readAcknowledgement(reader, version);
			case SUBSCRIBE -> SubscribeCodec.read(reader, version);
			case SUBACK -> SubackCodec.readSuback(reader, version);
			case UNSUBSCRIBE -> UnsubscribeCodec.read(reader, version);
			case UNSUBACK -> SubackCodec.readUnsuback(reader, version);
			case PINGREQ -> Pingreq.INSTANCE;
			case PINGRESP -> Pingresp.INSTANCE;
			case DISCONNECT -> {
				Reason reason = Reason.read(reader, version);
				yield new Disconnect(reason.code(), reason.properties());
			}
			case AUTH -> AuthCodec.read(reader, version);
		};
		if (reader.hasRemaining()) {
			throw reader.malformed("remaining length", "is %d bytes too many".formatted(reader.remaining()));
		}
		return packet;
	}

	private static Packet readAcknowledgement(ByteReader reader, ProtocolVersion version) {
		int packetIdentifier = reader.packetIdentifier();
		Reason reason = Reason.read(reader, version);
		return switch (reader.packetType()) {
			case PUBACK -> new Puback(packetIdentifier, reason.code(), reason.properties());
			case PUBREC -> new Pubrec(packetIdentifier, reason.code(), reason.properties());
			case PUBREL -> new Pubrel(packetIdentifier, reason.code(), reason.properties());
			default -> new Pubcomp(packetIdentifier, reason.code(), reason.properties());
		};
	}

	static void write(ByteWriter writer, Packet packet, ProtocolVersion version) {
		switch (packet.type()) {
			case CONNECT -> ConnectCodec.write(writer, (Connect) packet, version);
			case CONNACK -> ConnackCodec.write(writer, (Connack) packet, version);
			case PUBLISH -> throw new IllegalArgumentException("PUBLISH is written together with its payload");
			case PUBACK -> {
				Puback ack = (Puback) packet;
				writer.packetIdentifier(ack.packetIdentifier());
				Reason.write(writer, ack.reasonCode(), ack.properties(), PacketType.PUBACK, version);
			}
			case PUBREC -> {
				Pubrec ack = (Pubrec) packet;
				writer.packetIdentifier(ack.packetIdentifier());
				Reason.write(writer, ack.reasonCode(), ack.properties(), PacketType.PUBREC, version);
			}
			case PUBREL -> {
				Pubrel ack = (Pubrel) packet;
				writer.packetIdentifier(ack.packetIdentifier());
				Reason.write(writer, ack.reasonCode(), ack.properties(), PacketType.PUBREL, version);
			}
			case PUBCOMP -> {
				Pubcomp ack = (Pubcomp) packet;
				writer.packetIdentifier(ack.packetIdentifier());
				Reason.write(writer, ack.reasonCode(), ack.properties(), PacketType.PUBCOMP, version);
			}
			case SUBSCRIBE -> SubscribeCodec.write(writer, (Subscribe) packet, version);
			case SUBACK -> SubackCodec.write(writer, (Suback) packet, version);
			case UNSUBSCRIBE -> UnsubscribeCodec.write(writer, (Unsubscribe) packet, version);
			case UNSUBACK -> SubackCodec.write(writer, (Unsuback) packet, version);
			case PINGREQ, PINGRESP -> {
				// The fixed header says it all
			}
			case DISCONNECT -> {
				Disconnect disconnect = (Disconnect) packet;
				Reason.write(writer, disconnect.reasonCode(), disconnect.properties(), PacketType.DISCONNECT, version);
			}
			case AUTH -> AuthCodec.write(writer, (Auth) packet, version);
		}
	}

}
