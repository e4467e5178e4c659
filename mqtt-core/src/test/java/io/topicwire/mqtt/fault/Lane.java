package io.topicwire.mqtt.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.packet.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: takes bytes, asks what becomes of each packet, and says
 * which bytes come out when. Not thread-safe. Times are nanoseconds since some moment.
 */
public final class Lane {

	/** Nothing is to come out as things are. */
	public static final long NEVER = Long.MAX_VALUE;

	// Those that the protocol lets be overtaken by packets of other types
	private static final Set<PacketType> ANSWERS = EnumSet.of(PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP,
			PacketType.SUBACK, PacketType.UNSUBACK, PacketType.PINGRESP);

	// Those behind which nothing may come
	private static final Set<PacketType> LAST = EnumSet.of(PacketType.DISCONNECT, PacketType.AUTH);

	// How many pieces a second come out of a slow lane
	private static final int PIECES_PER_SECOND = 50;

	private final int connection;

	private final Direction direction;

	private final Fault fault;

	private final PacketSplitter splitter = new PacketSplitter(this::packet);

	private final Map<PacketType, Integer> ordinals = new EnumMap<>(PacketType.class);

	private final Deque<Departure> departures = new ArrayDeque<>();

	private final List<byte[]> heldBack = new ArrayList<>();

	private @Nullable PacketType heldBackType;

	private long heldBackUntil = NEVER;

	private long delay;

	private long bytesPerSecond;

	private boolean swallowing;

	private boolean swallowed;

	private boolean ended;

	private boolean cut;

	private long offset;

	private long now;

	private long last = Long.MIN_VALUE;

	private long waiting;

	/**
	 * Create a lane without bytes.
	 * @param connection number of its connection among those of its wire, from 1
	 * @param direction where its bytes go
	 * @param fault decides about its packets
	 */
	public Lane(int connection, Direction direction, Fault fault) {
		this.connection = connection;
		this.direction = direction;
		this.fault = fault;
	}

	/**
	 * Set how long bytes take from now on.
	 * @param delay how long
	 */
	public void delay(Duration delay) {
		this.delay = delay.toNanos();
	}

	/**
	 * Set how fast bytes pass from now on.
	 * @param bytesPerSecond how many in a second, or 0 for as many as come
	 */
	public void throttle(long bytesPerSecond) {
		this.bytesPerSecond = bytesPerSecond;
	}

	/**
	 * Set whether everything that comes is swallowed. A lane that has swallowed something
	 * goes on doing so, because a stream never loses a piece in the middle.
	 * @param swallowing whether it is
	 */
	public void swallow(boolean swallowing) {
		this.swallowing = swallowing;
	}

	/**
	 * Take bytes.
	 * @param buffer where they are
	 * @param offset index of the first one
	 * @param length how many there are
	 * @param now the time
	 */
	public void offer(byte[] buffer, int offset, int length, long now) {
		this.now = now;
		releaseOverdue();
		if (!this.ended) {
			this.splitter.offer(buffer, offset, length);
		}
	}

	/**
	 * End the lane behind what has come so far.
	 * @param ending how it ends
	 * @param now the time
	 */
	public void end(Ending ending, long now) {
		this.now = now;
		if (!this.ended) {
			this.splitter.flush();
			release();
			depart(new byte[0], ending);
		}
	}

	private void packet(@Nullable PacketType type, byte[] bytes) {
		int ordinal = (type != null) ? this.ordinals.merge(type, 1, Integer::sum) : 1;
		PassingPacket packet = new PassingPacket(this.connection, this.direction, type, ordinal, this.offset, bytes);
		this.offset += bytes.length;
		if (this.ended || this.swallowed) {
			return;
		}
		if (this.swallowing) {
			this.swallowed = true;
			return;
		}
		Effect effect = this.fault.on(packet);
		if (effect instanceof Effect.Cut end) {
			this.cut = true;
			release();
			depart(Arrays.copyOf(bytes, end.bytes()), end.ending());
		}
		else if (effect instanceof Effect.Swallow) {
			release();
			this.swallowed = true;
		}
		else {
			if (effect instanceof Effect.Delay wait) {
				this.last = Math.max(this.last, this.now + wait.delay().toNanos());
			}
			pass(packet, (effect instanceof Effect.HoldBack holdBack) ? holdBack.atMost() : null);
		}
	}

	private void pass(PassingPacket packet, @Nullable Duration holdBack) {
		boolean sameType = packet.type() == this.heldBackType;
		if (sameType && !this.heldBack.isEmpty()) {
			this.heldBack.add(packet.bytes());
		}
		else if (holdBack != null && this.heldBack.isEmpty() && ANSWERS.contains(packet.type())) {
			this.heldBack.add(packet.bytes());
			this.heldBackType = packet.type();
			this.heldBackUntil = this.now + holdBack.toNanos();
		}
		else if (packet.type() == null || LAST.contains(packet.type())) {
			release();
			depart(packet.bytes(), null);
		}
		else {
			depart(packet.bytes(), null);
			release();
		}
	}

	private void release() {
		this.heldBack.forEach((bytes) -> depart(bytes, null));
		this.heldBack.clear();
		this.heldBackUntil = NEVER;
	}

	private void releaseOverdue() {
		if (this.now >= this.heldBackUntil) {
			release();
		}
	}

	private void depart(byte[] bytes, @Nullable Ending ending) {
		int piece = (this.bytesPerSecond > 0) ? (int) Math.max(1, this.bytesPerSecond / PIECES_PER_SECOND)
				: Math.max(1, bytes.length);
		for (int start = 0; start < bytes.length; start += piece) {
			byte[] part = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + piece));
			this.last = Math.max(this.last, this.now + this.delay);
			if (this.bytesPerSecond > 0) {
				this.last += part.length * Duration.ofSeconds(1).toNanos() / this.bytesPerSecond;
			}
			this.waiting += part.length;
			this.departures.add(new Departure(this.last, part, null));
		}
		if (ending != null) {
			this.ended = true;
			this.last = Math.max(this.last, this.now + this.delay);
			this.departures.add(new Departure(this.last, new byte[0], ending));
		}
	}

	/**
	 * Return when something is to come out next.
	 * @return the time, in the past if it is overdue, or {@link #NEVER}
	 */
	public long nextTime() {
		Departure next = this.departures.peek();
		return Math.min((next != null) ? next.time() : NEVER, this.heldBackUntil);
	}

	/**
	 * Take what comes out next.
	 * @param now the time
	 * @return the next bytes or the end, or {@code null} if it is too early for that
	 */
	public @Nullable Departure poll(long now) {
		this.now = now;
		releaseOverdue();
		Departure next = this.departures.peek();
		if (next == null || next.time() > now) {
			return null;
		}
		this.waiting -= next.bytes().length;
		return this.departures.poll();
	}

	/**
	 * Return whether a fault has ended the lane, and not one of the two sides.
	 * @return whether it was cut
	 */
	public boolean isCut() {
		return this.cut;
	}

	/**
	 * Return how many bytes have come and not come out.
	 * @return the number of bytes, without those of a packet that is not complete
	 */
	public long waiting() {
		return this.waiting;
	}

	/**
	 * What comes out of a lane.
	 *
	 * @param time when
	 * @param bytes the bytes, none at the end
	 * @param ending how the connection ends, or {@code null} if it does not
	 */
	public record Departure(long time, byte[] bytes, @Nullable Ending ending) {

	}

}
