package io.topicwire.mqtt.packet;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntSupplier;

import com.sun.management.ThreadMXBean;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Gives arbitrary bytes to {@link PacketReader}: they have to be packets or be refused
 * with a {@link MalformedPacketException}, in whatever pieces they come, without more
 * memory than they are worth, and what was read has to survive being written.
 */
final class PacketReaderFuzzing {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	// The buffer has to grow for it, and an input may have a larger one
	private static final int MAXIMUM_PACKET_SIZE = ReceiveBuffer.INITIAL_CAPACITY + 2 * 1024;

	// The buffer while it grows, an exception, and what the tools for fuzzing need
	private static final int ALLOCATION = 128 * 1024;

	// A user property without content has five bytes, a message of QoS 0 has as many
	private static final int ALLOCATION_PER_BYTE = 64;

	private final ProtocolVersion version;

	PacketReaderFuzzing(ProtocolVersion version) {
		this.version = version;
	}

	/**
	 * Test one input.
	 * @return whether it was refused
	 */
	boolean test(byte[] bytes) {
		Decoded decoded = decode(bytes, () -> Integer.MAX_VALUE);
		assertWorthItsMemory(bytes);
		Random random = new Random(Arrays.hashCode(bytes));
		// Large inputs come in fewer pieces, for the sake of speed
		int pieceSize = 1 + bytes.length / 512;
		assertSame(decode(bytes, () -> pieceSize), decoded);
		assertSame(decode(bytes, () -> 1 + random.nextInt(8 * pieceSize)), decoded);
		assertWritable(decoded.packets());
		return decoded.failure() != null;
	}

	private void assertWorthItsMemory(byte[] bytes) {
		long limit = ALLOCATION + (long) ALLOCATION_PER_BYTE * bytes.length;
		// Classes are loaded the first time
		if (allocatedBy(bytes) > limit && allocatedBy(bytes) > limit) {
			throw new AssertionError("%d bytes take %d bytes of memory".formatted(bytes.length, allocatedBy(bytes)));
		}
	}

	private long allocatedBy(byte[] bytes) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		decode(bytes, () -> Integer.MAX_VALUE);
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

	private Decoded decode(byte[] bytes, IntSupplier sizes) {
		PacketReader reader = new PacketReader(this.version, MAXIMUM_PACKET_SIZE);
		List<Packet> packets = new ArrayList<>();
		int position = 0;
		try {
			while (position < bytes.length) {
				reader.prepare();
				if (reader.array().length > 4 * Math.max(position, ReceiveBuffer.INITIAL_CAPACITY)) {
					throw new AssertionError("The buffer has " + reader.array().length + " bytes");
				}
				int count = Math.min(Math.min(reader.remaining(), bytes.length - position), sizes.getAsInt());
				System.arraycopy(bytes, position, reader.array(), reader.position(), count);
				reader.received(count);
				position += count;
				for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
					packets.add(packet);
				}
			}
			return new Decoded(packets, null);
		}
		catch (MalformedPacketException ex) {
			return new Decoded(packets, ex.getMessage());
		}
	}

	private void assertSame(Decoded actual, Decoded expected) {
		Object content = Codec.content(expected);
		if (!Objects.equals(Codec.content(actual), content)) {
			throw new AssertionError("Read as " + Codec.content(actual) + " instead of " + content);
		}
	}

	private void assertWritable(List<Packet> packets) {
		ProtocolVersion version = this.version;
		for (Packet packet : packets) {
			if (packet instanceof Connect connect) {
				version = connect.protocolVersion();
			}
			if (!isReadOnly(packet, version)) {
				Packet again = Codec.read(version, Codec.write(version, packet));
				assertSame(new Decoded(List.of(again), null), new Decoded(List.of(packet), null));
			}
		}
	}

	// Reserved return codes stand for a refusal that cannot be written, and a session
	// without client identifier is for the server to refuse
	private boolean isReadOnly(Packet packet, ProtocolVersion version) {
		return (version == ProtocolVersion.MQTT_3_1_1 && packet instanceof Connack connack
				&& connack.reasonCode() == ReasonCode.UNSPECIFIED_ERROR)
				|| (packet instanceof Connect connect && connect.clientId().isEmpty() && !connect.cleanStart());
	}

	/**
	 * What bytes were read as.
	 *
	 * @param packets the packets
	 * @param failure why what follows was refused, or {@code null}
	 */
	private record Decoded(List<Packet> packets, @Nullable String failure) {

	}

}
