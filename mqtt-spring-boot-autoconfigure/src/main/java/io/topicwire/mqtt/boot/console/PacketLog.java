package io.topicwire.mqtt.boot.console;

import java.util.List;
import java.util.function.Predicate;

import io.topicwire.mqtt.trace.TracedPacket;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last packets of all connections. Thread-safe.
 */
final class PacketLog {

	// As in a packet history of the client: a larger packet is not kept at all
	private static final long BYTES_PER_PACKET = 1_024;

	private final int maximum;

	private final long maximumBytes;

	private final LastItems<RecordedPacket> packets = new LastItems<>(RecordedPacket::id);

	private long bytes;

	private long lastId;

	PacketLog(int maximum) {
		this.maximum = maximum;
		this.maximumBytes = Math.max(1024 * 1024, maximum * BYTES_PER_PACKET);
	}

	synchronized void add(String connection, TracedPacket packet) {
		this.packets.add(new RecordedPacket(++this.lastId, connection, packet));
		this.bytes += packet.size();
		while (this.packets.size() > this.maximum || this.bytes > this.maximumBytes) {
			this.bytes -= this.packets.removeFirst().packet().size();
		}
	}

	/**
	 * Return what is new.
	 * @param after the identifier of the last one that is not new
	 * @param filter which packets matter
	 * @return the packets, the oldest first
	 */
	synchronized List<RecordedPacket> after(long after, Predicate<RecordedPacket> filter) {
		return this.packets.after(after, filter);
	}

	synchronized @Nullable RecordedPacket find(long id) {
		return this.packets.after(id - 1, (packet) -> packet.id() == id).stream().findAny().orElse(null);
	}

	synchronized long lastId() {
		return this.lastId;
	}

	synchronized void clear() {
		this.packets.clear();
		this.bytes = 0;
	}

}
