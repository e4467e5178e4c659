package io.topicwire.mqtt.fault;

import java.time.Duration;

/**
 * What a fault does to a packet and those behind it.
 */
public sealed interface Effect {

	/** Nothing: the packet passes. */
	Effect PASS = new Pass();

	/**
	 * Return whether the packet passes as if there were no fault.
	 * @return whether it passes
	 */
	default boolean passes() {
		return this instanceof Pass;
	}

	/**
	 * Nothing.
	 */
	record Pass() implements Effect {

	}

	/**
	 * End the connection.
	 *
	 * @param bytes how many bytes of the packet pass before
	 * @param ending how it ends
	 */
	record Cut(int bytes, Ending ending) implements Effect {

	}

	/**
	 * Let the packet, and with it all behind it, wait.
	 *
	 * @param delay for how long
	 */
	record Delay(Duration delay) implements Effect {

	}

	/**
	 * Let the next packet of another type overtake an answer. Answers of one type never
	 * overtake each other, and no packet overtakes any other than an answer, because the
	 * protocol forbids it (MQTT 5.0, section 4.6). Passes any other packet.
	 *
	 * @param atMost how long to wait for it
	 */
	record HoldBack(Duration atMost) implements Effect {

	}

	/**
	 * Swallow the packet and everything behind it in this direction. The connection stays
	 * open.
	 */
	record Swallow() implements Effect {

	}

}
