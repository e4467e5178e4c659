package io.topicwire.mqtt.packet;

import java.util.Arrays;
import java.util.HexFormat;

import io.topicwire.mqtt.ProtocolVersion;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reading and writing of single packets for tests.
 */
final class Codec {

	static final int LIMIT = 300_000_000;

	private Codec() {
	}

	static @Nullable Packet read(ProtocolVersion version, String annotatedBytes) {
		return read(version, AnnotatedBytes.parse(annotatedBytes));
	}

	static @Nullable Packet read(ProtocolVersion version, byte[] bytes) {
		PacketReader reader = new PacketReader(version, LIMIT);
		feed(reader, bytes, 0, bytes.length);
		return reader.next();
	}

	static void feed(PacketReader reader, byte[] bytes, int from, int to) {
		int position = from;
		while (position < to) {
			reader.prepare();
			int count = Math.min(reader.remaining(), to - position);
			System.arraycopy(bytes, position, reader.array(), reader.position(), count);
			reader.received(count);
			position += count;
			if (position < to) {
				assertThat(reader.next()).isNull();
			}
		}
	}

	static void feedAll(PacketReader reader, byte[] bytes) {
		int position = 0;
		while (position < bytes.length) {
			reader.prepare();
			int count = Math.min(reader.remaining(), bytes.length - position);
			System.arraycopy(bytes, position, reader.array(), reader.position(), count);
			reader.received(count);
			position += count;
			if (position < bytes.length) {
				reader.next();
			}
		}
	}

	static byte[] write(ProtocolVersion version, Packet packet) {
		PacketWriter writer = new PacketWriter(version);
		writer.write(packet);
		return written(writer);
	}

	static byte[] written(PacketWriter writer) {
		return Arrays.copyOf(writer.array(), writer.size());
	}

	static String hex(byte[] bytes) {
		return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
	}

	// Packets with byte arrays in them are not equal to each other
	static void assertSame(@Nullable Packet actual, Packet expected) {
		assertThat(actual).isNotNull().hasSameClassAs(expected);
		assertThat(actual).usingRecursiveComparison()
			.withEqualsForType(Arrays::equals, byte[].class)
			.isEqualTo(expected);
	}

}
