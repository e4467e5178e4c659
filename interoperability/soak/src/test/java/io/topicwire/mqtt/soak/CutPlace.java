package io.topicwire.mqtt.soak;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

import io.topicwire.mqtt.fault.Direction;
import io.topicwire.mqtt.fault.Effect;
import io.topicwire.mqtt.fault.Ending;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.fault.PassingPacket;
import io.topicwire.mqtt.packet.PacketType;

/**
 * Cuts the wire once, at the next packet of a type.
 */
final class CutPlace implements Fault {

	private final Direction direction;

	private final PacketType type;

	private final Part part;

	private final AtomicBoolean reached = new AtomicBoolean();

	CutPlace(Direction direction, PacketType type, Part part) {
		this.direction = direction;
		this.type = type;
		this.part = part;
	}

	@Override
	public Effect on(PassingPacket packet) {
		boolean meant = packet.direction() == this.direction && packet.type() == this.type;
		if (!meant || !this.reached.compareAndSet(false, true)) {
			return Effect.PASS;
		}
		int bytes = switch (this.part) {
			case BEFORE -> 0;
			case INSIDE -> packet.length() / 2;
			case AFTER -> packet.length();
		};
		return new Effect.Cut(bytes, Ending.FIN);
	}

	/**
	 * Return whether the packet has come.
	 */
	boolean isReached() {
		return this.reached.get();
	}

	@Override
	public String toString() {
		return this.part.name().toLowerCase(Locale.ROOT) + " " + this.type + " " + this.direction;
	}

	/**
	 * Where the packet is cut.
	 */
	enum Part {

		BEFORE, INSIDE, AFTER

	}

}
