package io.topicwire.mqtt.boot.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.trace.PacketDecoder;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.TracedPacket;

/**
 * Packets of a connection, without the connection.
 */
final class Traffic {

	private final ProtocolVersion version;

	private final PacketDecoder decoder;

	private Instant time = Instant.ofEpochMilli(1_000_000);

	Traffic(ProtocolVersion version) {
		this.version = version;
		this.decoder = new PacketDecoder("broker:1883", "meter-7", version, PacketDecoder.MAXIMUM_PACKET_SIZE);
	}

	void advance(long millis) {
		this.time = this.time.plusMillis(millis);
	}

	TracedPacket sent(Packet packet) {
		return trace(PacketDirection.SENT, packet);
	}

	TracedPacket received(Packet packet) {
		return trace(PacketDirection.RECEIVED, packet);
	}

	private TracedPacket trace(PacketDirection direction, Packet packet) {
		PacketWriter writer = new PacketWriter(
				(packet instanceof Connect connect) ? connect.protocolVersion() : this.version);
		writer.write(packet);
		return bytes(direction, Arrays.copyOf(writer.array(), writer.size()));
	}

	TracedPacket bytes(PacketDirection direction, byte... bytes) {
		List<TracedPacket> packets = new ArrayList<>();
		this.decoder.decode(direction, this.time, bytes, 0, bytes.length, packets::add);
		return packets.get(0);
	}

}
