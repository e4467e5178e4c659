package io.topicwire.mqtt.fault;

import io.topicwire.mqtt.packet.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one connection at one byte.
 *
 * @param connection number of the connection among those of its wire, from 1
 * @param direction the direction whose packet is meant
 * @param type type of the packet, or {@code null} if the byte is counted from the
 * beginning of the connection
 * @param ordinal number of the packet among those of its type and direction, from 1
 * @param bytes how many bytes of the packet pass before the cut; all if it has not more
 * @param ending how the connection ends
 */
public record Cut(int connection, Direction direction, @Nullable PacketType type, int ordinal, long bytes,
		Ending ending) implements Fault {

	/**
	 * Cut the first connection when a number of bytes has passed.
	 * @param direction the direction in which they are counted
	 * @param bytes how many bytes pass
	 * @return the fault
	 */
	public static Cut atByte(Direction direction, long bytes) {
		return new Cut(1, direction, null, 1, bytes, Ending.RESET);
	}

	/**
	 * Cut the first connection right before a packet.
	 * @param direction its direction
	 * @param type its type
	 * @param ordinal its number among those of its type and direction, from 1
	 * @return the fault
	 */
	public static Cut before(Direction direction, PacketType type, int ordinal) {
		return inside(direction, type, ordinal, 0);
	}

	/**
	 * Cut the first connection when some bytes of a packet have passed.
	 * @param direction its direction
	 * @param type its type
	 * @param ordinal its number among those of its type and direction, from 1
	 * @param bytes how many bytes of it pass
	 * @return the fault
	 */
	public static Cut inside(Direction direction, PacketType type, int ordinal, int bytes) {
		return new Cut(1, direction, type, ordinal, bytes, Ending.RESET);
	}

	/**
	 * Cut the first connection right after a packet.
	 * @param direction its direction
	 * @param type its type
	 * @param ordinal its number among those of its type and direction, from 1
	 * @return the fault
	 */
	public static Cut after(Direction direction, PacketType type, int ordinal) {
		return new Cut(1, direction, type, ordinal, Long.MAX_VALUE, Ending.RESET);
	}

	/**
	 * Return this cut on another connection.
	 * @param connection number of the connection, from 1
	 * @return a new fault
	 */
	public Cut onConnection(int connection) {
		return new Cut(connection, this.direction, this.type, this.ordinal, this.bytes, this.ending);
	}

	/**
	 * Return this cut with another ending; a reset if none is named.
	 * @param ending how the connection ends
	 * @return a new fault
	 */
	public Cut with(Ending ending) {
		return new Cut(this.connection, this.direction, this.type, this.ordinal, this.bytes, ending);
	}

	@Override
	public Effect on(PassingPacket packet) {
		if (packet.connection() != this.connection || packet.direction() != this.direction) {
			return Effect.PASS;
		}
		if (this.type != null) {
			boolean meant = packet.type() == this.type && packet.ordinal() == this.ordinal;
			return meant ? cut(packet, this.bytes) : Effect.PASS;
		}
		boolean reached = packet.offset() + packet.length() >= this.bytes;
		return reached ? cut(packet, this.bytes - packet.offset()) : Effect.PASS;
	}

	private Effect cut(PassingPacket packet, long bytes) {
		return new Effect.Cut((int) Math.min(packet.length(), bytes), this.ending);
	}

	@Override
	public String toString() {
		String part = (this.bytes == 0) ? "before" : (this.bytes == Long.MAX_VALUE) ? "after" : "byte " + this.bytes;
		return this.ending + " at " + part + " of " + ((this.type != null) ? this.type + " " + this.ordinal : "all")
				+ " " + this.direction + " of connection " + this.connection;
	}

}
