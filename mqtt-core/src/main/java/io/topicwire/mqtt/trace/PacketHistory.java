package io.topicwire.mqtt.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the last packets in memory, for a look at what led to a failure. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PacketHistory implements PacketTap {

	private final int maximumPackets;

	private final long maximumBytes;

	private final Deque<TracedPacket> packets = new ArrayDeque<>();

	private long bytes;

	private long evicted;

	private long dropped;

	/**
	 * Create an empty history of at most 1,000 packets and 1 MiB.
	 */
	public PacketHistory() {
		this(1_000, 1024 * 1024);
	}

	/**
	 * Create an empty history.
	 * @param maximumPackets how many packets are kept, at least 1
	 * @param maximumBytes how many bytes the kept packets have in all, at least 1; a
	 * larger packet is not kept at all
	 * @throws IllegalArgumentException if a limit is out of range
	 */
	public PacketHistory(int maximumPackets, long maximumBytes) {
		if (maximumPackets < 1) {
			throw new IllegalArgumentException("Maximum packets must be at least 1 but was " + maximumPackets);
		}
		if (maximumBytes < 1) {
			throw new IllegalArgumentException("Maximum bytes must be at least 1 but was " + maximumBytes);
		}
		this.maximumPackets = maximumPackets;
		this.maximumBytes = maximumBytes;
	}

	@Override
	public synchronized void traced(TracedPacket packet) {
		this.packets.add(packet);
		this.bytes += packet.size();
		while (this.packets.size() > this.maximumPackets || this.bytes > this.maximumBytes) {
			this.bytes -= this.packets.remove().size();
			this.evicted++;
		}
	}

	@Override
	public synchronized void dropped(TracedConnection connection, long count) {
		this.dropped += count;
	}

	/**
	 * Return the packets that are kept.
	 * @return a copy, the oldest packet first
	 */
	public synchronized List<TracedPacket> packets() {
		return List.copyOf(this.packets);
	}

	/**
	 * Return how many packets had to make room for later ones.
	 * @return how many since this history was created
	 */
	public synchronized long evicted() {
		return this.evicted;
	}

	/**
	 * Return how many packets never got here because too many were waiting.
	 * @return how many since this history was created
	 */
	public synchronized long dropped() {
		return this.dropped;
	}

	/**
	 * Forget all packets that are kept. Does not change what was counted.
	 */
	public synchronized void clear() {
		this.packets.clear();
		this.bytes = 0;
	}

}
