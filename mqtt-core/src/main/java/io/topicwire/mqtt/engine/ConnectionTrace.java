package io.topicwire.mqtt.engine;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.trace.PacketDecoder;
import io.topicwire.mqtt.trace.PacketDirection;
import org.jspecify.annotations.Nullable;

/**
 * Takes copies of the packets of one connection for the taps. Called by the threads that
 * read and write, which never wait here; whatever fails is no failure of the connection.
 */
final class ConnectionTrace {

	private final PacketTrace trace;

	private final PacketDecoder decoder;

	private final Timer timer;

	private final ClientLog log;

	// Time passes at the pace of the timer, so that it never goes back
	private final Instant begin = Instant.now();

	private final long beginNanos;

	private final AtomicLong dropped = new AtomicLong();

	// Whether no tap wanted the last packet of a direction; used by the writer's turn and
	// by the reader
	private boolean sendingUnseen;

	private boolean receivingUnseen;

	// Used by one task at a time
	private long lastNanos;

	private boolean slow;

	ConnectionTrace(PacketTrace trace, Attempt attempt, int maximumPacketSize, Timer timer, ClientLog log) {
		this.trace = trace;
		this.decoder = new PacketDecoder(attempt.server().toString(), attempt.clientId(), attempt.version(),
				maximumPacketSize);
		this.timer = timer;
		this.log = log;
		this.beginNanos = timer.nanoTime();
		this.lastNanos = this.beginNanos;
	}

	/**
	 * Return whether packets that are about to be written are to be taken note of.
	 * @param topicAliases returns the topics by the aliases that the broker knows before
	 * these packets, for a tap that has not seen how they were given
	 */
	boolean isSendingWanted(Supplier<Map<Integer, String>> topicAliases) {
		boolean wanted = this.trace.isWanted();
		if (wanted && this.sendingUnseen) {
			resume(PacketDirection.SENT, topicAliases.get());
		}
		this.sendingUnseen = !wanted;
		return wanted;
	}

	private boolean isReceivingWanted() {
		boolean wanted = this.trace.isWanted();
		if (wanted && this.receivingUnseen) {
			resume(PacketDirection.RECEIVED, Collections.emptyMap());
		}
		this.receivingUnseen = !wanted;
		return wanted;
	}

	private void resume(PacketDirection direction, Map<Integer, String> topicAliases) {
		if (this.trace.reserve(0)) {
			this.trace.execute(0, () -> this.decoder.resume(direction, topicAliases));
		}
	}

	/**
	 * Take note of packets that are about to be written: not later, or the answer could
	 * come first.
	 * @param bytes whole packets, from the start of the array on
	 */
	void sent(byte[] bytes, int length) {
		if (!trace(PacketDirection.SENT, length, () -> Arrays.copyOf(bytes, length))) {
			this.dropped.addAndGet(count(bytes, length));
		}
	}

	/**
	 * Read the next packet and take note of it, also of one that is malformed.
	 */
	@Nullable Packet next(PacketReader reader) {
		boolean taken = true;
		try {
			Packet packet = reader.next();
			taken = packet != null;
			return packet;
		}
		finally {
			if (taken && isReceivingWanted()
					&& !trace(PacketDirection.RECEIVED, reader.packetSize(), reader::packetBytes)) {
				this.dropped.incrementAndGet();
			}
		}
	}

	/**
	 * Hand on a copy.
	 * @return whether there is room for it
	 */
	private boolean trace(PacketDirection direction, int length, Supplier<byte[]> copy) {
		try {
			if (this.trace.reserve(length)) {
				byte[] bytes = copy.get();
				long nanos = this.timer.nanoTime();
				long missing = this.dropped.getAndSet(0);
				this.trace.execute(length, () -> show(direction, nanos, bytes, missing));
				return true;
			}
		}
		catch (RuntimeException | Error ex) {
			this.log.error("A packet could not be traced", ex);
		}
		return false;
	}

	private void show(PacketDirection direction, long nanos, byte[] bytes, long missing) {
		tellDropped(missing);
		// Reader and writer may overtake each other on their way here
		this.lastNanos = Math.max(this.lastNanos, nanos);
		Instant time = this.begin.plusNanos(this.lastNanos - this.beginNanos);
		this.decoder.decode(direction, time, bytes, 0, bytes.length,
				(packet) -> this.trace.tell((tap) -> tap.traced(packet)));
		if (this.trace.isLast(bytes.length)) {
			tellDropped(this.dropped.getAndSet(0));
			this.slow = false;
		}
	}

	private void tellDropped(long count) {
		if (count == 0) {
			return;
		}
		if (!this.slow) {
			this.slow = true;
			this.log.warn("Packet taps are too slow: " + count + " packets were not traced, and more may follow");
		}
		this.trace.tell((tap) -> tap.dropped(this.decoder.connection(), count));
	}

	/**
	 * Count whole packets.
	 */
	private static int count(byte[] bytes, int to) {
		int count = 0;
		for (int position = 0; position < to; count++) {
			int length = 0;
			int size = 0;
			do {
				size++;
				length |= (position + size < to) ? (bytes[position + size] & 0x7F) << 7 * (size - 1) : 0;
			}
			while (size < 4 && position + size < to && bytes[position + size] < 0);
			position += 1 + size + length;
		}
		return count;
	}

}
