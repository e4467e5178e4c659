package io.topicwire.mqtt.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.MalformedPacketException;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.trace.TracedPacket.Details;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one connection, in both directions, into traced packets: finds where
 * each one ends, takes its secrets away, and tells which earlier one it answers. Not for
 * use by several threads at a time.
 *
 * @since 0.1.0
 */
public final class PacketDecoder {

	/**
	 * Size of the largest packet that MQTT allows in bytes.
	 */
	public static final int MAXIMUM_PACKET_SIZE = 268_435_460;

	private static final AtomicLong numbers = new AtomicLong();

	private final long number = numbers.incrementAndGet();

	private final Map<PacketDirection, PacketReader> readers = new EnumMap<>(PacketDirection.class);

	private final int maximumPacketSize;

	private TracedConnection connection;

	private RoundTrips roundTrips = new RoundTrips();

	private TopicAliases topicAliases = new TopicAliases();

	/**
	 * Create a decoder.
	 * @param server where the server is
	 * @param clientId the client identifier as long as no CONNECT was seen
	 * @param version the version of MQTT as long as no CONNECT was seen
	 * @param maximumPacketSize size of the largest packet that the client accepts in
	 * bytes, at least 2
	 */
	public PacketDecoder(String server, String clientId, ProtocolVersion version, int maximumPacketSize) {
		this.connection = new TracedConnection(this.number, server, clientId, version);
		this.maximumPacketSize = maximumPacketSize;
	}

	/**
	 * Return the connection.
	 * @return the connection as far as it is known
	 */
	public TracedConnection connection() {
		return this.connection;
	}

	/**
	 * Decode the next bytes of one direction. They need not end where a packet ends. What
	 * follows a malformed packet is decoded as if nothing had happened, as far as it is
	 * known where it begins.
	 * @param direction which way the bytes went
	 * @param time when that was, or {@link Instant#EPOCH} if it is not known: then there
	 * are no round trips
	 * @param bytes where the bytes are; not kept
	 * @param offset index of the first one
	 * @param length how many there are
	 * @param consumer is given the packets that end in these bytes
	 */
	public void decode(PacketDirection direction, Instant time, byte[] bytes, int offset, int length,
			Consumer<TracedPacket> consumer) {
		int done = 0;
		while (done < length) {
			PacketReader reader = reader(direction);
			reader.prepare();
			int count = Math.min(reader.remaining(), length - done);
			System.arraycopy(bytes, offset + done, reader.array(), reader.position(), count);
			reader.received(count);
			done += count;
			for (TracedPacket packet = next(direction, time, reader); packet != null; packet = next(direction, time,
					reader)) {
				consumer.accept(packet);
			}
		}
	}

	private PacketReader reader(PacketDirection direction) {
		return this.readers.computeIfAbsent(direction, (key) -> new PacketReader(this.connection.protocolVersion(),
				(key == PacketDirection.RECEIVED) ? this.maximumPacketSize : MAXIMUM_PACKET_SIZE));
	}

	private @Nullable TracedPacket next(PacketDirection direction, Instant time, PacketReader reader) {
		try {
			Packet packet = reader.next();
			return (packet != null) ? trace(direction, time, reader.packetBytes(), packet) : null;
		}
		catch (MalformedPacketException ex) {
			byte[] bytes = reader.packetBytes();
			reader.skip();
			return malformed(direction, time, bytes, ex);
		}
	}

	private TracedPacket malformed(PacketDirection direction, Instant time, byte[] bytes,
			MalformedPacketException failure) {
		if (ConfidentialFields.mayHaveSecrets(bytes)) {
			ConfidentialFields.blankAll(bytes);
		}
		String problem = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		return new TracedPacket(this.connection, direction, time, bytes, null, Details.malformed(problem));
	}

	private TracedPacket trace(PacketDirection direction, Instant time, byte[] bytes, Packet packet) {
		if (packet instanceof Connect connect) {
			begin(direction, connect);
		}
		else if (packet instanceof Connack connack) {
			String assigned = connack.properties().get(Property.ASSIGNED_CLIENT_IDENTIFIER);
			if (assigned != null) {
				this.connection = new TracedConnection(this.number, this.connection.server(), assigned,
						this.connection.protocolVersion());
			}
		}
		Duration roundTrip = time.equals(Instant.EPOCH) ? null : this.roundTrips.note(direction, time, packet);
		String aliasedTopic = (packet instanceof Publish publish) ? this.topicAliases.resolve(direction, publish)
				: null;
		return new TracedPacket(this.connection, direction, time, bytes, withoutSecrets(packet, bytes),
				new Details(null, roundTrip, aliasedTopic));
	}

	private void begin(PacketDirection direction, Connect connect) {
		String clientId = connect.clientId().isEmpty() ? this.connection.clientId() : connect.clientId();
		this.connection = new TracedConnection(this.number, this.connection.server(), clientId,
				connect.protocolVersion());
		this.readers.remove(direction.opposite());
		this.roundTrips = new RoundTrips();
		this.topicAliases = new TopicAliases();
	}

	/**
	 * Take the secrets out of the bytes and return the packet that is left.
	 */
	private Packet withoutSecrets(Packet packet, byte[] bytes) {
		PacketType type = packet.type();
		if (type != PacketType.CONNECT && type != PacketType.CONNACK && type != PacketType.AUTH) {
			return packet;
		}
		ConfidentialFields.blankSecrets(bytes, this.connection.protocolVersion());
		PacketReader reader = new PacketReader(this.connection.protocolVersion(), MAXIMUM_PACKET_SIZE);
		Packet result = null;
		for (int done = 0; done < bytes.length;) {
			reader.prepare();
			int count = Math.min(reader.remaining(), bytes.length - done);
			System.arraycopy(bytes, done, reader.array(), reader.position(), count);
			reader.received(count);
			result = reader.next();
			done += count;
		}
		return (result != null) ? result : packet;
	}

	/**
	 * Go on after packets that were not decoded, none of them in part. What waits for its
	 * answer is forgotten.
	 * @param direction which way they went
	 * @param aliases the topics that the aliases of this direction stand for now, by
	 * their aliases; empty if that is not known
	 */
	public void resume(PacketDirection direction, Map<Integer, String> aliases) {
		this.roundTrips = new RoundTrips();
		this.topicAliases.replace(direction, aliases);
	}

	/**
	 * Return how many bytes wait for the rest of their packet.
	 * @param direction which way they went
	 * @return the number of bytes
	 */
	public int incomplete(PacketDirection direction) {
		PacketReader reader = this.readers.get(direction);
		return (reader != null) ? reader.buffered() : 0;
	}

	/**
	 * Forget the bytes that wait for the rest of their packet, because the rest is lost.
	 * @param direction which way they went
	 */
	public void skipIncomplete(PacketDirection direction) {
		this.readers.remove(direction);
	}

}
