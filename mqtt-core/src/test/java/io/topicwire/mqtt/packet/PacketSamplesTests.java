package io.topicwire.mqtt.packet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that every packet is read from and written as the bytes in the tables.
 */
class PacketSamplesTests {

	static Stream<PacketSample> samples() {
		return Stream.concat(Mqtt3Samples.all().stream(), Mqtt5Samples.all().stream());
	}

	@Test
	void everyPacketTypeIsInTheTables() {
		assertThat(typesOf(ProtocolVersion.MQTT_3_1_1)).isEqualTo(EnumSet.complementOf(EnumSet.of(PacketType.AUTH)));
		assertThat(typesOf(ProtocolVersion.MQTT_5)).isEqualTo(EnumSet.allOf(PacketType.class));
	}

	private Set<PacketType> typesOf(ProtocolVersion version) {
		return samples().filter((sample) -> sample.version() == version)
			.map((sample) -> sample.packet().type())
			.collect(Collectors.toSet());
	}

	@ParameterizedTest
	@MethodSource("samples")
	@Mqtt5({ "MQTT-2.1.3-1", "MQTT-2.2.1-2", "MQTT-2.2.2-1", "MQTT-3.1.2-1", "MQTT-3.1.2-3", "MQTT-3.1.2-9",
			"MQTT-3.1.2-11", "MQTT-3.1.2-12", "MQTT-3.1.2-13", "MQTT-3.1.2-16", "MQTT-3.1.2-17", "MQTT-3.1.2-18",
			"MQTT-3.1.2-19", "MQTT-3.1.3-1", "MQTT-3.1.3-3", "MQTT-3.1.3-4", "MQTT-3.1.3-10", "MQTT-3.1.3-12",
			"MQTT-3.3.2-1", "MQTT-3.6.1-1", "MQTT-3.8.1-1", "MQTT-3.8.3-1", "MQTT-3.8.3-3", "MQTT-3.10.1-1",
			"MQTT-3.10.3-1", "MQTT-3.14.1-1", "MQTT-3.15.1-1" })
	@Mqtt3({ "MQTT-2.2.2-1", "MQTT-2.3.1-5", "MQTT-3.1.2-1", "MQTT-3.1.2-3", "MQTT-3.1.2-9", "MQTT-3.1.2-11",
			"MQTT-3.1.2-13", "MQTT-3.1.2-14", "MQTT-3.1.2-15", "MQTT-3.1.2-18", "MQTT-3.1.2-19", "MQTT-3.1.2-20",
			"MQTT-3.1.2-21", "MQTT-3.1.3-1", "MQTT-3.1.3-3", "MQTT-3.1.3-4", "MQTT-3.1.3-11", "MQTT-3.3.2-1",
			"MQTT-3.6.1-1", "MQTT-3.8.1-1", "MQTT-3.8.3-1", "MQTT-3.8.3-4", "MQTT-3.10.1-1", "MQTT-3.10.3-1",
			"MQTT-3.14.1-1" })
	void writes(PacketSample sample) {
		assertThat(Codec.hex(Codec.write(sample.version(), sample.packet()))).isEqualTo(Codec.hex(sample.bytes()));
	}

	@ParameterizedTest
	@MethodSource("samples")
	@Mqtt5({ "MQTT-1.5.4-3", "MQTT-2.2.1-2", "MQTT-2.2.2-1", "MQTT-3.2.2-9", "MQTT-3.3.2-17", "MQTT-3.3.2-18",
			"MQTT-3.3.4-3", "MQTT-3.3.4-4" })
	@Mqtt3("MQTT-2.3.1-5")
	void reads(PacketSample sample) {
		Codec.assertSame(Codec.read(sample.version(), sample.bytes()), sample.packet());
	}

	@ParameterizedTest
	@MethodSource("samples")
	void readsWhenSplitAtAnyByte(PacketSample sample) {
		byte[] bytes = sample.bytes();
		for (int split = 1; split < bytes.length; split++) {
			PacketReader reader = new PacketReader(sample.version(), Codec.LIMIT);
			Codec.feed(reader, bytes, 0, split);
			assertThat(reader.next()).as("first %d bytes", split).isNull();
			Codec.feed(reader, bytes, split, bytes.length);
			Codec.assertSame(reader.next(), sample.packet());
			assertThat(reader.next()).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	@Mqtt3("MQTT-7.1.2-1")
	@Mqtt5("MQTT-4.2.0-1")
	void readsByteByByteOverAndOver(PacketSample sample) {
		byte[] bytes = sample.bytes();
		PacketReader reader = new PacketReader(sample.version(), Codec.LIMIT);
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < bytes.length; i++) {
				assertThat(reader.next()).as("first %d bytes", i).isNull();
				Codec.feed(reader, bytes, i, i + 1);
			}
			Codec.assertSame(reader.next(), sample.packet());
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	void refusesEveryShorterRemainingLength(PacketSample sample) {
		byte[] bytes = sample.bytes();
		int headerSize = (bytes[1] < 0) ? 3 : 2;
		Set<Integer> valid = Arrays.stream(sample.shorterLengths()).boxed().collect(Collectors.toSet());
		for (int length = 0; length < bytes.length - headerSize; length++) {
			byte[] shortened = withRemainingLength(bytes, headerSize, length);
			if (valid.contains(length)) {
				assertThat(Codec.read(sample.version(), shortened)).as("remaining length %d", length).isNotNull();
			}
			else {
				assertThatExceptionOfType(MalformedPacketException.class).as("remaining length %d", length)
					.isThrownBy(() -> Codec.read(sample.version(), shortened))
					.satisfies((ex) -> assertThat(ex.packetType()).isEqualTo(sample.packet().type()))
					.satisfies((ex) -> assertThat(ex.field()).isNotEmpty());
			}
		}
	}

	private byte[] withRemainingLength(byte[] bytes, int headerSize, int length) {
		int newHeaderSize = 1 + VariableInt.size(length);
		byte[] shortened = new byte[newHeaderSize + length];
		shortened[0] = bytes[0];
		VariableInt.write(length, shortened, 1);
		System.arraycopy(bytes, headerSize, shortened, newHeaderSize, length);
		return shortened;
	}

	@ParameterizedTest
	@MethodSource("samples")
	void refusesBytesTooManyUnlessTheyBelongToAListOrPayload(PacketSample sample) {
		byte[] bytes = sample.bytes();
		if (sample.packet() instanceof Publish) {
			return;
		}
		int headerSize = (bytes[1] < 0) ? 3 : 2;
		int length = bytes.length - headerSize + 1;
		byte[] lengthened = withRemainingLength(Arrays.copyOf(bytes, bytes.length + 1), headerSize, length);
		lengthened[lengthened.length - 1] = 0x7F;
		assertThatExceptionOfType(MalformedPacketException.class)
			.isThrownBy(() -> Codec.read(sample.version(), lengthened))
			.satisfies((ex) -> assertThat(ex.packetType()).isEqualTo(sample.packet().type()));
	}

	@ParameterizedTest
	@MethodSource("samples")
	void readsManyPacketsFromOneBuffer(PacketSample sample) {
		PacketWriter writer = new PacketWriter(sample.version());
		writer.write(sample.packet());
		writer.write(sample.packet());
		PacketReader reader = new PacketReader(sample.version(), Codec.LIMIT);
		List<Packet> packets = Codec.readAll(reader, writer.array(), writer.size());
		assertThat(packets).hasSize(2).allSatisfy((packet) -> Codec.assertSame(packet, sample.packet()));
	}

}
