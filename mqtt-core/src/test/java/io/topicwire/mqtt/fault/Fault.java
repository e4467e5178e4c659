package io.topicwire.mqtt.fault;

/**
 * Decides what becomes of the packets on a wire.
 */
@FunctionalInterface
public interface Fault {

	/** No fault. */
	Fault NONE = (packet) -> Effect.PASS;

	/**
	 * Decide about a packet. Called for every packet of a wire, in its order within each
	 * direction, by any thread but never by two at the same time for one direction of a
	 * connection.
	 * @param packet the packet, no byte of which has passed
	 * @return what becomes of it
	 */
	Effect on(PassingPacket packet);

	/**
	 * Return a fault that asks another one about what this one lets pass.
	 * @param other the other fault
	 * @return both faults
	 */
	default Fault or(Fault other) {
		return (packet) -> {
			Effect effect = on(packet);
			return effect.passes() ? other.on(packet) : effect;
		};
	}

}
