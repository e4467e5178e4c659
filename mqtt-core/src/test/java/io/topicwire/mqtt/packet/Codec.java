package io.topicwire.mqtt.packet;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;

import io.topicwire.mqtt.MqttMessage;
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

	static List<Packet> readAll(PacketReader reader, byte[] bytes, int size) {
		return readAll(reader, bytes, size, () -> Integer.MAX_VALUE);
	}

	static List<Packet> readAll(PacketReader reader, byte[] bytes, int size, IntSupplier pieceSizes) {
		List<Packet> packets = new ArrayList<>();
		int position = 0;
		while (position < size) {
			reader.prepare();
			int count = Math.min(Math.min(reader.remaining(), size - position), pieceSizes.getAsInt());
			System.arraycopy(bytes, position, reader.array(), reader.position(), count);
			reader.received(count);
			position += count;
			for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
				packets.add(packet);
			}
		}
		return packets;
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
		assertThat(content(actual)).isEqualTo(content(expected));
	}

	/**
	 * Return something that is equal for values with equal content, also if they have
	 * byte arrays and messages in them.
	 */
	static @Nullable Object content(@Nullable Object value) {
		if (value instanceof byte[] bytes) {
			return hex(bytes);
		}
		if (value instanceof List<?> list) {
			return list.stream().map(Codec::content).toList();
		}
		if (value instanceof MqttMessage message) {
			return List.of(message.topic(), hex(message.payload()), message.qos(), message.retain(),
					message.duplicate(), Objects.requireNonNull(content(message.properties())));
		}
		return (value instanceof Record values) ? components(values) : value;
	}

	private static List<@Nullable Object> components(Record values) {
		List<@Nullable Object> components = new ArrayList<>();
		components.add(values.getClass());
		for (RecordComponent component : values.getClass().getRecordComponents()) {
			try {
				components.add(content(component.getAccessor().invoke(values)));
			}
			catch (ReflectiveOperationException ex) {
				throw new AssertionError(ex);
			}
		}
		return components;
	}

}
