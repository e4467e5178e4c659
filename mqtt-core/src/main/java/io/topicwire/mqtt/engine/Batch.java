package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Publish;
import org.jspecify.annotations.Nullable;

/**
 * Packets that are written at once. Most of them are the first PUBLISH of a message, for
 * which no packet is made: message and packet identifier will do. Filled under the lock
 * of the client, then used by the one that writes, and used again when it is empty.
 */
final class Batch {

	// Enough to make a write worth its while, little enough to keep a PINGREQ on time
	static final int BYTES = 64 * 1024;

	// As many where they take no time: each batch wakes up the thread that completes
	// futures. Payloads of 4 KiB leave a quarter faster, and take a quarter less of the
	// processor
	static final int BYTES_AT_ONCE = 256 * 1024;

	// Ten milliseconds for 64 KiB
	private static final long QUICK_NANOS_PER_BYTE = 150;

	private static final int MAX_PACKETS = 512;

	private static final int INITIAL_CAPACITY = 8;

	private @Nullable Packet[] packets = new @Nullable Packet[INITIAL_CAPACITY];

	private @Nullable PendingPublish[] publishes = new @Nullable PendingPublish[INITIAL_CAPACITY];

	private int[] packetIdentifiers = new int[INITIAL_CAPACITY];

	private int size;

	private int bytes;

	private int maxBytes = BYTES;

	private long mark;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * Return whether nothing is to be added.
	 */
	boolean isFull() {
		return this.bytes >= this.maxBytes || this.size >= MAX_PACKETS;
	}

	/**
	 * Return the mark of the changes that have to be stored before.
	 */
	long mark() {
		return this.mark;
	}

	/**
	 * Add a packet.
	 * @param packet the packet
	 * @param mark mark of the changes that have to be stored before
	 */
	void add(Packet packet, long mark) {
		add(packet, null, 0, (packet instanceof Publish publish) ? publish.message().payload().length : 0, mark);
	}

	/**
	 * Add the first PUBLISH of a message.
	 * @param publish the message
	 * @param packetIdentifier its packet identifier, 0 for QoS 0
	 * @param mark mark of the changes that have to be stored before
	 */
	void add(PendingPublish publish, int packetIdentifier, long mark) {
		add(null, publish, packetIdentifier, publish.length(), mark);
	}

	/**
	 * Add the first PUBLISH of a message that is not sent as it was published.
	 * @param publish the message
	 * @param packet what is sent
	 * @param mark mark of the changes that have to be stored before
	 */
	void add(PendingPublish publish, Publish packet, long mark) {
		add(packet, publish, packet.packetIdentifier(), publish.length(), mark);
	}

	private void add(@Nullable Packet packet, @Nullable PendingPublish publish, int packetIdentifier, int bytes,
			long mark) {
		if (this.size == this.packets.length) {
			grow();
		}
		this.packets[this.size] = packet;
		this.publishes[this.size] = publish;
		this.packetIdentifiers[this.size] = packetIdentifier;
		this.size++;
		this.bytes += bytes;
		this.mark = Math.max(this.mark, mark);
	}

	private void grow() {
		int capacity = this.size * 4;
		this.packets = Arrays.copyOf(this.packets, capacity);
		this.publishes = Arrays.copyOf(this.publishes, capacity);
		this.packetIdentifiers = Arrays.copyOf(this.packetIdentifiers, capacity);
	}

	/**
	 * Return a packet, or {@code null} for the first PUBLISH of a message, and for what
	 * was taken out.
	 */
	@Nullable Packet packet(int index) {
		return this.packets[index];
	}

	/**
	 * Return the message whose first PUBLISH it is, or {@code null} for another packet,
	 * and for what was taken out.
	 */
	@Nullable PendingPublish publish(int index) {
		return this.publishes[index];
	}

	/**
	 * Return the packet identifier of the first PUBLISH of a message.
	 */
	int packetIdentifier(int index) {
		return this.packetIdentifiers[index];
	}

	/**
	 * Take note how long it took to write all of it.
	 */
	void written(long nanos) {
		if (this.bytes >= BYTES) {
			this.maxBytes = (nanos / this.bytes < QUICK_NANOS_PER_BYTE) ? BYTES_AT_ONCE : BYTES;
		}
	}

	/**
	 * Take out what cannot be written.
	 */
	void takeOut(int index) {
		this.packets[index] = null;
		this.publishes[index] = null;
	}

	/**
	 * Return the messages whose first PUBLISH it is.
	 */
	List<PendingPublish> publishes() {
		List<PendingPublish> publishes = new ArrayList<>(this.size);
		for (int i = 0; i < this.size; i++) {
			PendingPublish publish = this.publishes[i];
			if (publish != null) {
				publishes.add(publish);
			}
		}
		return publishes;
	}

	void clear() {
		Arrays.fill(this.packets, 0, this.size, null);
		Arrays.fill(this.publishes, 0, this.size, null);
		this.size = 0;
		this.bytes = 0;
		this.mark = 0;
	}

}
