package io.topicwire.mqtt.packet;

import java.util.Random;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever packet is written is read again as the same packet, and that
 * whatever bytes are read nothing but a {@link MalformedPacketException} is thrown.
 */
class RandomPacketsTests {

	private static final int ROUNDS = 200;

	@ParameterizedTest
	@EnumSource
	void everyPacketIsReadAsItWasWritten(PacketType packetType) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			if (packetType == PacketType.AUTH && version == ProtocolVersion.MQTT_3_1_1) {
				continue;
			}
			RandomPackets packets = new RandomPackets(packetType.code(), version);
			for (int round = 0; round < ROUNDS; round++) {
				Packet packet = packets.next(packetType);
				byte[] bytes = Codec.write(version, packet);
				Packet read = Codec.read(version, bytes);
				Codec.assertSame(read, packet);
				assertThat(Codec.write(version, read)).isEqualTo(bytes);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void changedBytesAreReadOrRefused(PacketType packetType) {
		Random random = new Random(packetType.code());
		int refused = 0;
		int read = 0;
		for (ProtocolVersion version : ProtocolVersion.values()) {
			RandomPackets packets = new RandomPackets(packetType.code(), ProtocolVersion.MQTT_5);
			for (int round = 0; round < ROUNDS * 10; round++) {
				byte[] bytes = Codec.write(ProtocolVersion.MQTT_5, packets.next(packetType));
				for (int change = random.nextInt(4); change > 0; change--) {
					bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
				}
				if (isReadOrRefused(version, bytes)) {
					read++;
				}
				else {
					refused++;
				}
			}
		}
		assertThat(read).isPositive();
		assertThat(refused).isPositive();
	}

	// What is read can be written again, so it is valid
	private boolean isReadOrRefused(ProtocolVersion version, byte[] bytes) {
		PacketReader reader = new PacketReader(version, Codec.LIMIT);
		Codec.feedAll(reader, bytes);
		try {
			Packet packet = reader.next();
			if (packet != null && !isReadOnly(packet, version)) {
				Codec.write((packet instanceof Connect connect) ? connect.protocolVersion() : version, packet);
			}
			return true;
		}
		catch (MalformedPacketException ex) {
			return false;
		}
	}

	// Reserved return codes stand for a refusal that cannot be written, and a session
	// without client identifier is for the server to refuse
	private boolean isReadOnly(Packet packet, ProtocolVersion version) {
		return (version == ProtocolVersion.MQTT_3_1_1 && packet instanceof Connack connack
				&& connack.reasonCode() == ReasonCode.UNSPECIFIED_ERROR)
				|| (packet instanceof Connect connect && connect.clientId().isEmpty() && !connect.cleanStart());
	}

}
