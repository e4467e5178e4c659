package io.topicwire.mqtt.benchmarks.jmh;

import java.util.Arrays;
import java.util.function.IntFunction;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketWriter;

/**
 * Packets as they are usual.
 */
final class Packets {

	static final int PAYLOAD_SIZE = 64;

	private Packets() {
	}

	static String topic(int index) {
		return "plants/north/machines/" + (1000 + index) + "/temperature";
	}

	static byte[] bytes(int count, IntFunction<Packet> packets) {
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		for (int i = 0; i < count; i++) {
			writer.write(packets.apply(i));
		}
		return Arrays.copyOf(writer.array(), writer.size());
	}

}
