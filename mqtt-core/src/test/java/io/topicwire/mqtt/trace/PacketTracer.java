package io.topicwire.mqtt.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketWriter;

/**
 * One connection whose packets come from a test.
 */
final class PacketTracer {

	static final Instant BEGIN = Instant.parse("2026-11-23T10:15:30.123456789Z");

	final PacketDecoder decoder;

	private final ProtocolVersion version;

	private Instant time = BEGIN;

	PacketTracer(ProtocolVersion version) {
		this.version = version;
		this.decoder = new PacketDecoder("broker.example.com:1883", "meter-7", version,
				PacketDecoder.MAXIMUM_PACKET_SIZE);
	}

	PacketTracer advance(long micros) {
		this.time = this.time.plusNanos(1_000 * micros);
		return this;
	}

	TracedPacket sent(Packet packet) {
		return trace(PacketDirection.SENT, packet);
	}

	TracedPacket received(Packet packet) {
		return trace(PacketDirection.RECEIVED, packet);
	}

	private TracedPacket trace(PacketDirection direction, Packet packet) {
		List<TracedPacket> packets = bytes(direction, encode(packet, this.version));
		if (packets.size() != 1) {
			throw new AssertionError("Expected one packet but got " + packets);
		}
		return packets.get(0);
	}

	List<TracedPacket> bytes(PacketDirection direction, byte... bytes) {
		List<TracedPacket> packets = new ArrayList<>();
		this.decoder.decode(direction, this.time, bytes, 0, bytes.length, packets::add);
		return packets;
	}

	/**
	 * Return the bytes of a packet, CONNECT in its own version and others in MQTT 5.0.
	 */
	static byte[] encode(Packet packet) {
		return encode(packet, ProtocolVersion.MQTT_5);
	}

	private static byte[] encode(Packet packet, ProtocolVersion version) {
		PacketWriter writer = new PacketWriter(
				(packet instanceof Connect connect) ? connect.protocolVersion() : version);
		writer.write(packet);
		return Arrays.copyOf(writer.array(), writer.size());
	}

}
