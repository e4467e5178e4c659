package io.topicwire.mqtt.packet;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever packet is written is read again as the same packet, in whatever
 * pieces it comes, and that whatever bytes are read nothing but a
 * {@link MalformedPacketException} is thrown.
 */
class RandomPacketsTests {

	@Property(tries = 1_000)
	@StatisticsReport(StatisticsReportMode.OFF)
	void everyPacketIsReadAsItWasWritten(@ForAll("packets") Sent sent) {
		Packet packet = sent.packets().get(0);
		byte[] bytes = Codec.write(sent.version(), packet);
		Packet read = Codec.read(sent.version(), bytes);
		Codec.assertSame(read, packet);
		assertThat(Codec.write(sent.version(), read)).isEqualTo(bytes);
		Statistics.label("type")
			.collect(sent.version(), packet.type())
			.coverage((coverage) -> allTypes()
				.forEach((type) -> coverage.check(type.get1(), type.get2()).count((n) -> n > 0)));
	}

	private List<Tuple.Tuple2<ProtocolVersion, PacketType>> allTypes() {
		List<Tuple.Tuple2<ProtocolVersion, PacketType>> types = new ArrayList<>();
		for (PacketType packetType : PacketType.values()) {
			types.add(Tuple.of(ProtocolVersion.MQTT_5, packetType));
			if (packetType != PacketType.AUTH) {
				types.add(Tuple.of(ProtocolVersion.MQTT_3_1_1, packetType));
			}
		}
		return types;
	}

	@Property(tries = 300)
	void packetsAreReadAlikeInWhateverPiecesTheyCome(@ForAll("connections") Sent sent,
			@ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 5_000) Integer> sizes) {
		byte[] bytes = sent.bytes();
		PacketReader reader = new PacketReader(sent.version(), Codec.LIMIT);
		List<Packet> packets = new ArrayList<>();
		int position = 0;
		for (int piece = 0; position < bytes.length; piece++) {
			reader.prepare();
			int size = Math.min(sizes.get(piece % sizes.size()), bytes.length - position);
			int count = Math.min(size, reader.remaining());
			System.arraycopy(bytes, position, reader.array(), reader.position(), count);
			reader.received(count);
			position += count;
			for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
				packets.add(packet);
			}
		}
		assertThat(Codec.content(packets)).isEqualTo(Codec.content(sent.packets()));
	}

	@Property(tries = 500)
	@StatisticsReport(StatisticsReportMode.OFF)
	void changedBytesAreReadOrRefused(@ForAll("connections") Sent sent,
			@ForAll @Size(max = 3) List<@IntRange(max = 255) Integer> values,
			@ForAll @Size(min = 3, max = 3) List<@IntRange Integer> positions, @ForAll ProtocolVersion version) {
		byte[] bytes = sent.bytes();
		for (int i = 0; i < values.size(); i++) {
			bytes[positions.get(i) % bytes.length] = values.get(i).byteValue();
		}
		boolean refused = new PacketReaderFuzzing(version).test(bytes);
		Statistics.label("refused")
			.collect(refused)
			.coverage((coverage) -> List.of(true, false).forEach((r) -> coverage.check(r).percentage((p) -> p > 5)));
	}

	@Provide
	Arbitrary<Sent> packets() {
		return sent(1);
	}

	@Provide
	Arbitrary<Sent> connections() {
		return sent(3);
	}

	private Arbitrary<Sent> sent(int maximum) {
		return Arbitraries.oneOf(List.of(ProtocolVersion.values())
			.stream()
			.map((version) -> ArbitraryPackets.of(version)
				.list()
				.ofMinSize(1)
				.ofMaxSize(maximum)
				.map((packets) -> new Sent(version, packets)))
			.toList());
	}

	/**
	 * Packets sent over a connection.
	 *
	 * @param version the version of MQTT
	 * @param packets the packets
	 */
	record Sent(ProtocolVersion version, List<Packet> packets) {

		byte[] bytes() {
			PacketWriter writer = new PacketWriter(this.version);
			this.packets.forEach(writer::write);
			return Codec.written(writer);
		}

	}

}
